using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>
/// What the lock takes of the managed heap, with its real storage code over files that are not counted. Counted on a PC, where an object
/// has a head of 16 bytes, references have 8, and arrays 8 more for their length: more than on a device.
/// </summary>
internal sealed class HeapCosts(byte[] setupSecret)
{
    /// <summary>How many events are recorded for the mean: several segments are begun on the way.</summary>
    internal const int EventCount = 2_000;

    private readonly BenchBoard _board = new();

    /// <summary>What the dearest event of <see cref="AllocatedByEvent"/> took, bytes.</summary>
    internal long AllocatedByDearestEvent { get; private set; }

    /// <summary>Bytes allocated by one event from its record to its place in a segment, of a lock whose ring is full.</summary>
    internal double AllocatedByEvent()
    {
        QuietFiles files = new();
        FullLock.Fill(files, setupSecret);
        EventJournal journal = Start(files).Engine.Core.Journal;
        Record(journal, EventCount);
        long sum = 0;
        for (int i = 0; i < EventCount; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Record(journal, 1);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            sum += allocated;
            AllocatedByDearestEvent = Math.Max(AllocatedByDearestEvent, allocated);
        }
        return (double)sum / EventCount;
    }

    /// <summary>Bytes allocated by the start of a lock with everything full.</summary>
    internal long AllocatedByStart()
    {
        QuietFiles files = new();
        FullLock.Fill(files, setupSecret);
        Start(files);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Start(files);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Bytes that a started lock with everything full holds.</summary>
    internal long HeldAfterStart()
    {
        QuietFiles files = new();
        FullLock.Fill(files, setupSecret);
        return HeldBy(files);
    }

    /// <summary>Bytes that a started lock from the box holds.</summary>
    internal long HeldByFreshLock() => HeldBy(new QuietFiles());

    private long HeldBy(QuietFiles files)
    {
        // The collector also counts what a thread has reserved but not used; so many locks are started that it does not matter.
        const int locks = 64;
        object[] kept = new object[locks];
        // Each start writes its event into the next file of the tail, which is made then.
        for (int i = 0; i < EventRing.TailCountMax; i++)
            Start(files);
        long before = GC.GetTotalMemory(true);
        for (int i = 0; i < locks; i++)
            kept[i] = Start(files);
        long held = (GC.GetTotalMemory(true) - before) / locks;
        GC.KeepAlive(kept);
        GC.KeepAlive(files);
        return held;
    }

    /// <summary>All of a started lock but the platform's radio and the stacks of its threads.</summary>
    private Started Start(IFileStore files)
    {
        Egress egress = new(_board);
        Supervisor supervisor = new(egress, _board, 0) { Files = files };
        LockParts parts = new(new SlottedRecords(files), new EventRing(files), _board, egress, _board, setupSecret) { Files = files, Faults = supervisor.Lock };
        return new Started(new LockEngine(parts, 0), supervisor);
    }

    private static void Record(EventJournal journal, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!journal.Record(EventKind.AccessGranted, 1, (uint)i, 0, i))
                throw new InvalidOperationException("The event could not be written.");
            journal.Compact();
        }
    }

    private sealed record Started(LockEngine Engine, Supervisor Supervisor);
}
