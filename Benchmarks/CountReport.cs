using LockFirmware.KeyCrypto;
using LockFirmware.TestKit.Budget;

namespace LockFirmware.Benchmarks;

/// <summary>
/// Counts that are the same on every machine: HMACs and allocated bytes of each exchange, and the memory that 10,000 unlocks keep.
/// </summary>
internal static class CountReport
{
    private const int Count = 10_000;
    private const int WarmUpCount = 64;
    private const int ShortCount = 256;
    private const int RoundCount = 5;

    internal static void Print(TextWriter output)
    {
        output.WriteLine($"Each exchange with its challenge; mean of {ShortCount}, unlocks of {Count}.");
        output.WriteLine();
        output.WriteLine("| exchange | HMACs | bytes allocated | bytes left behind by all |");
        output.WriteLine("|---|---:|---:|---:|");
        foreach (Workload workload in Workload.All)
            PrintRow(output, workload, workload.Expected == Status.Ok && workload.Name.StartsWith("Unlock", StringComparison.Ordinal)
                ? Count
                : ShortCount);
        PrintHeap(output);
    }

    private static void PrintHeap(TextWriter output)
    {
        HeapCosts heap = new(Facility.SetupSecret);
        output.WriteLine();
        output.WriteLine("| with the storage's own code, files not counted | bytes |");
        output.WriteLine("|---|---:|");
        output.WriteLine($"| allocated by an event, mean of {HeapCosts.EventCount}, settling included | {heap.AllocatedByEvent():0.#} |");
        output.WriteLine($"| allocated by the dearest of them | {heap.AllocatedByDearestEvent} |");
        output.WriteLine($"| allocated by the start of a lock with everything full | {heap.AllocatedByStart()} |");
        output.WriteLine($"| held by that lock once it has started | {heap.HeldAfterStart()} |");
        output.WriteLine($"| the same of a lock from the box | {heap.HeldByFreshLock()} |");
    }

    private static void PrintRow(TextWriter output, Workload workload, int count)
    {
        byte[][] warmUp = workload.Record(WarmUpCount + count);
        byte[][] pieces = warmUp[WarmUpCount..];
        warmUp = warmUp[..WarmUpCount];
        long[] kept = new long[RoundCount];
        long allocated = 0;
        uint hmacs = 0;
        for (int round = 0; round < RoundCount; round++)
            (kept[round], allocated, hmacs) = PlayRound(workload, warmUp, pieces);
        // The collector also counts memory that a thread has reserved but not used, so a single round may be a few KB off.
        Array.Sort(kept);
        output.WriteLine($"| {workload.Name} | {(double)hmacs / count:0.##} | {(double)allocated / count:0.#} | {kept[RoundCount / 2]} |");
    }

    private static (long Kept, long Allocated, uint Hmacs) PlayRound(Workload workload, byte[][] warmUp, byte[][] pieces)
    {
        MeasuredLock counted = workload.NewLock();
        workload.Play(counted, warmUp);
        uint hmacs = 0;
        Action play = () =>
        {
            uint before = Hmac.Computed;
            workload.Play(counted, pieces);
            hmacs = Hmac.Computed - before;
        };
        long keptBefore = GC.GetTotalMemory(true);
        long allocated = OwnAllocations.Of(play);
        long kept = GC.GetTotalMemory(true) - keptBefore;
        GC.KeepAlive(counted);
        return (kept, allocated, hmacs);
    }
}
