using System.Diagnostics;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>How many sealed batches are taken in: each by a request of its own, with its transaction.</summary>
internal static class Batches
{
    private const uint FirstLock = 900_001;
    private const int LockCount = 8;
    private const int BatchCount = 60;

    /// <summary>Measures it, one after another and by several at once.</summary>
    public static async Task MeasureAsync(BenchHost host, Action<FormattableString> print)
    {
        await host.InDbAsync(db =>
        {
            for (uint i = 0; i < 2 * LockCount; i++)
                db.Entries.Add(EntryMaker.Make(FirstLock + i, $"Batch {i}", EntryKind.Gate));
            return db.SaveChangesAsync();
        });
        print($"| Batches of {SealedBatch.CountMax} events | per second | events per second |");
        print($"|---|---|---|");
        await RunAsync(host, print, "one after another", 0, 1);
        await RunAsync(host, print, "four at once, of different locks", LockCount, 4);
    }

    private static async Task RunAsync(BenchHost host, Action<FormattableString> print, string name, uint offset, int workers)
    {
        byte[][][] batches = [.. Enumerable.Range(0, LockCount).Select(i => Make(host, FirstLock + offset + (uint)i))];
        await TakeAsync(host, FirstLock + offset, batches[0][0]);
        Stopwatch watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, LockCount), new ParallelOptions { MaxDegreeOfParallelism = workers }, async (i, _) =>
        {
            foreach (byte[] batch in i == 0 ? batches[0].Skip(1) : batches[i])
                await TakeAsync(host, FirstLock + offset + (uint)i, batch);
        });
        double perSecond = ((LockCount * BatchCount) - 1) / watch.Elapsed.TotalSeconds;
        print($"| {name} | {perSecond:N0} | {perSecond * SealedBatch.CountMax:N0} |");
    }

    private static byte[][] Make(BenchHost host, uint lockId)
    {
        LockSecrets secrets = host.Services.GetRequiredService<SecretVault>().SecretsOf(lockId, 1);
        uint now = host.Services.GetRequiredService<FacilityClock>().Now;
        byte[][] batches = new byte[BatchCount][];
        for (uint n = 0; n < BatchCount; n++)
        {
            byte[] batch = new byte[SealedBatch.HeaderSize + (SealedBatch.CountMax * AuditEvent.Size)];
            for (int i = 0; i < SealedBatch.CountMax; i++)
                new AuditEvent { Time = now + n, Kind = EventKind.AccessGranted, Trust = ClockTrust.Set, Reason = (byte)Command.Unlock, KeyId = 1003 + (2 * n) }
                    .WriteTo(batch, SealedBatch.HeaderSize + (i * AuditEvent.Size));
            uint first = (n * SealedBatch.CountMax) + 1;
            SealedBatch.Seal(batch, 0, secrets, first, SealedBatch.CountMax, BatchCount * SealedBatch.CountMax, 1, 1);
            batches[n] = batch;
        }
        return batches;
    }

    private static Task TakeAsync(BenchHost host, uint lockId, byte[] batch) => host.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        Entry entry = await db.Entries.SingleAsync(row => row.Id == lockId);
        BatchIntakeCheck((await services.GetRequiredService<BatchKeeper>().TakeAsync(entry, batch, isFresh: true)).NewCount);
        return await db.SaveChangesAsync();
    });

    private static void BatchIntakeCheck(int newCount)
    {
        if (newCount != SealedBatch.CountMax)
            throw new InvalidOperationException($"Only {newCount} events were new.");
    }
}
