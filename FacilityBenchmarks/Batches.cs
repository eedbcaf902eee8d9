using System.Diagnostics;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Measures how many sealed batches are stored, each by a request of its own with its transaction.</summary>
internal static class Batches
{
    private const uint FirstLock = 900_001;
    private const int LockCount = 16;

    /// <summary>Measures it, in sequence and in parallel.</summary>
    public static async Task MeasureAsync(BenchHost host, Size size, Action<FormattableString> print)
    {
        (string Name, int AtOnce)[] lines =
            [("one after another", 1), ("4 at once, of different locks", 4), ("16 at once, of different locks", 16)];
        await host.InDbAsync(db =>
        {
            for (uint i = 0; i < lines.Length * LockCount; i++)
                db.Entries.Add(EntryMaker.Make(FirstLock + i, $"Batch {i}", EntryKind.Gate));
            return db.SaveChangesAsync();
        });
        print($"| Batches of {SealedBatch.CountMax} events | batches per second | events per second | processor ms a batch |");
        print($"|---|---|---|---|");
        for (int line = 0; line < lines.Length; line++)
        {
            (double perSecond, double processorMs) =
                await RunAsync(host, size.BatchesOfLock, FirstLock + (uint)(line * LockCount), lines[line].AtOnce);
            print($"| {lines[line].Name} | {perSecond:N0} | {perSecond * SealedBatch.CountMax:N0} | {processorMs:N1} |");
        }
        int expected = lines.Length * LockCount * size.BatchesOfLock * SealedBatch.CountMax;
        int stored = await host.InDbAsync(db => db.Events.CountAsync(row => row.EntryId >= FirstLock));
        if (stored != expected)
            throw new UnexpectedAnswerException($"{stored} events were stored of {expected}.");
    }

    private static async Task<(double PerSecond, double ProcessorMs)> RunAsync(BenchHost host, int batchCount, uint firstLock, int atOnce)
    {
        byte[][][] batches = [.. Enumerable.Range(0, LockCount).Select(i => Make(host, firstLock + (uint)i, (uint)batchCount))];
        await TakeAsync(host, firstLock, batches[0][0]);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        Stopwatch watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, LockCount), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) =>
        {
            foreach (byte[] batch in i == 0 ? batches[0].Skip(1) : batches[i])
                await TakeAsync(host, firstLock + (uint)i, batch);
        });
        int count = (LockCount * batchCount) - 1;
        return (count / watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / count);
    }

    private static byte[][] Make(BenchHost host, uint lockId, uint batchCount)
    {
        LockSecrets secrets = host.Services.GetRequiredService<SecretVault>().SecretsOf(lockId, 1);
        uint now = host.Services.GetRequiredService<FacilityClock>().Now;
        byte[][] batches = new byte[batchCount][];
        for (uint n = 0; n < batchCount; n++)
        {
            byte[] batch = new byte[SealedBatch.HeaderSize + (SealedBatch.CountMax * AuditEvent.Size)];
            for (int i = 0; i < SealedBatch.CountMax; i++)
                new AuditEvent
                {
                    Time = now + n,
                    Kind = EventKind.AccessGranted,
                    Trust = ClockTrust.Set,
                    Reason = (byte)Command.Unlock,
                    KeyId = 1003 + (2 * n)
                }
                    .WriteTo(batch, SealedBatch.HeaderSize + (i * AuditEvent.Size));
            uint first = (n * SealedBatch.CountMax) + 1;
            SealedBatch.Seal(batch, 0, secrets, first, SealedBatch.CountMax, batchCount * SealedBatch.CountMax, 1, 1);
            batches[n] = batch;
        }
        return batches;
    }

    private static Task TakeAsync(BenchHost host, uint lockId, byte[] batch) => host.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        Entry entry = await db.Entries.SingleAsync(row => row.Id == lockId);
        Check((await services.GetRequiredService<EventBatchStore>().TakeAsync(entry, batch, isFresh: true)).NewCount);
        return await db.SaveChangesAsync();
    });

    private static void Check(int newCount)
    {
        if (newCount != SealedBatch.CountMax)
            throw new UnexpectedAnswerException($"Only {newCount} events were new.");
    }
}
