using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.TestKit.Budget;

/// <summary>
/// Measures how much of the managed heap the lock uses, with its real storage code over files that are not counted. On a PC the figures
/// are higher than on a device: an object has a header of 16 bytes, a reference 8 bytes, and an array 8 bytes for its length.
/// </summary>
/// <param name="setupSecret">The setup secret of the hardware, 32 bytes.</param>
public sealed class HeapCosts(byte[] setupSecret)
{
    /// <summary>The number of events recorded for the mean. They are enough to begin several segments.</summary>
    public const int EventCount = 2_000;

    private readonly BenchBoard _board = new();

    /// <summary>The most that one event allocated during <see cref="AllocatedByEvent"/>, bytes.</summary>
    public long AllocatedByDearestEvent { get; private set; }

    /// <summary>The mean number of bytes that one event allocates until it is in a segment, in a lock whose ring is full.</summary>
    public double AllocatedByEvent()
    {
        QuietFiles files = new();
        FullLock.Fill(files, setupSecret);
        EventJournal journal = Start(files).Engine.Journal;
        Record(journal, EventCount);
        long sum = 0;
        for (int i = 0; i < EventCount; i++)
        {
            long allocated = OwnAllocations.Of(() => Record(journal, 1));
            sum += allocated;
            AllocatedByDearestEvent = Math.Max(AllocatedByDearestEvent, allocated);
        }
        return (double)sum / EventCount;
    }

    /// <summary>The number of bytes that the start of a full lock allocates (<see cref="FullLock"/>).</summary>
    public long AllocatedByStart()
    {
        QuietFiles files = new();
        FullLock.Fill(files, setupSecret);
        Start(files);
        return OwnAllocations.Of(() => Start(files));
    }

    /// <summary>The number of bytes that a full lock holds after its start (<see cref="FullLock"/>).</summary>
    public long HeldAfterStart()
    {
        QuietFiles files = new();
        FullLock.Fill(files, setupSecret);
        return HeldBy(files);
    }

    /// <summary>The number of bytes that a new lock holds after its start.</summary>
    public long HeldByFreshLock() => HeldBy(new QuietFiles());

    private long HeldBy(QuietFiles files)
    {
        // The collector also counts memory that a thread has reserved but not used. With many locks this does not matter.
        const int locks = 64;
        object[] kept = new object[locks];
        // Each start writes its event into the next file of the tail, and makes that file. After these starts all files exist.
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

    /// <summary>Starts a lock, without the radio of the platform and without threads.</summary>
    private Started Start(IFileStore files)
    {
        Egress egress = new(_board);
        Supervisor supervisor = new(egress, _board, 0) { Files = files };
        LockParts parts =
            new(new SlottedRecords(files), new EventRing(files), _board, egress, _board, setupSecret)
            {
                Files = files,
                Faults = supervisor.Lock
            };
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
