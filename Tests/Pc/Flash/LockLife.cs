using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.Tests.Pc.Flash;

/// <summary>
/// What a busy lock does to its storage. A day: 100 unlocks (before the latch one event; after it a passage and a request
/// to exit), the floor each hour, one notice that revokes somebody and one that says what the facility has, all new
/// events read in batches of 20 while others are recorded; each week a restart. The partition also holds the setup
/// secret and three files of the device's own configuration.
/// </summary>
public sealed class LockLife
{
    private const int UnlocksADay = 100;
    private const int BatchCount = 20;

    private readonly LockClock _clock = new();
    private readonly byte[] _batch = new byte[BatchCount * AuditEvent.Size];
    private LockMemory _memory = null!;
    private EventRing _ring = null!;
    private EventJournal _journal = null!;
    private uint _read;

    public LockLife()
    {
        Flash.Write("setup.bin", new byte[32]);
        for (int i = 0; i < 3; i++)
            Flash.Write("config" + i, new byte[300]);
        Boot();
        _memory.Identity.Take(1, 2, 1, new byte[32]);
        _memory.State.HighestGeneration = 1;
        _memory.SaveAll();
    }

    public LittleFlash Flash { get; } = new();

    public int Days { get; private set; }

    public long Unlocks { get; private set; }

    /// <summary>The number of unlocks that had to wait for an erase before the latch could move.</summary>
    public long UnlocksWithErase { get; private set; }

    public uint Events => _ring.Head;

    public uint Stored => _ring.Head - _ring.Oldest + 1;

    public bool HasFailed { get; private set; }

    public void LiveDay()
    {
        for (int i = 0; i < UnlocksADay; i++)
        {
            Unlock();
            Record(EventKind.Passage);
            Record(EventKind.RequestToExit);
            if (i % 4 == 0)
                SaveFloor();
        }
        Days++;
        _memory.Revocations.Add(NoticeItemKind.RevokeKey, (uint)Days, 0, (uint)Days, uint.MaxValue, 0);
        Deliver();
        ReadNewEvents();
        _memory.State.Synced = _ring.Head;
        Deliver();
        if (Days % 7 == 0)
            Boot();
    }

    public void Boot()
    {
        Flash.Remount();
        _memory = new LockMemory(new SlottedRecords(Flash), new byte[32]);
        _ring = new EventRing(Flash);
        _journal = new EventJournal(_ring, _clock, _memory);
        _memory.State.BootCount++;
        HasFailed |= !_memory.SaveState();
        Record(EventKind.Boot);
    }

    private void Unlock()
    {
        long before = Flash.Blocks.Erases;
        HasFailed |= !_journal.Record(EventKind.AccessGranted, 0, 1, 0, 0);
        Unlocks++;
        if (Flash.Blocks.Erases != before)
            UnlocksWithErase++;
        _journal.Compact();
    }

    private void Record(EventKind kind)
    {
        HasFailed |= !_journal.Record(kind, 0, 0, 0, 0);
        _journal.Compact();
    }

    private void SaveFloor()
    {
        _memory.State.Floor++;
        HasFailed |= !_memory.SaveState();
    }

    private void Deliver()
    {
        _memory.State.Applied++;
        HasFailed |= !_memory.SaveAll();
        Record(EventKind.NoticeApplied);
    }

    private void ReadNewEvents()
    {
        uint until = _ring.Head;
        while (_read < until)
        {
            _read += (uint)_journal.Read(_read + 1, _batch, 0, BatchCount, out uint first);
            Assert.IsTrue(first <= _read, "something is read");
            if (_read % 3 == 0)
                Record(EventKind.RequestToExit);
        }
    }
}
