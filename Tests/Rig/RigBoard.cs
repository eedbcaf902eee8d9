using LockFirmware.LockController.Ports;
using LockFirmware.TestKit.Stores;

namespace LockFirmware.Tests.Rig;

/// <summary>Flash, hardware clock, power and entropy of a test's lock.</summary>
public sealed class RigBoard : IPower, IHardwareClock, IRecordStore, IEventStore
{
    private readonly RecordMemory _records = new RecordMemory();
    private readonly EventMemory _events;

    public RigBoard(int eventCapacity) => _events = new EventMemory(eventCapacity);

    public int RebootCount { get; private set; }

    /// <summary>The hardware clock, seconds since 2020; a test moves it with the uptime.</summary>
    public uint Seconds { get; set; }

    /// <summary>When set, no record and no event can be written.</summary>
    public bool IsBroken { get; set; }

    /// <summary>When set, writing a record throws: a broken driver.</summary>
    public bool RecordsThrow { get; set; }

    /// <summary>When set, writing an event throws: a broken driver.</summary>
    public bool EventsThrow { get; set; }

    /// <summary>When set, writing an event exhausts the memory.</summary>
    public bool EventsExhaust { get; set; }

    /// <summary>How often the trail was called to compact.</summary>
    public int CompactCount { get; private set; }

    /// <summary>How often records were replaced.</summary>
    public int ReplaceCount { get; private set; }

    public bool IsTooNew => _records.IsTooNew || _events.IsTooNew;

    public bool HasRoom => _events.HasRoom;

    public uint Oldest => _events.Oldest;

    public uint Head => _events.Head;

    public void Reboot() => RebootCount++;

    /// <summary>Constant entropy: a challenge must not repeat even then.</summary>
    public void FillEntropy(byte[] target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = 0x55;
    }

    /// <summary>How often the lock has moved its memory together.</summary>
    public int MemoryCompactCount { get; private set; }

    public void CompactMemory() => MemoryCompactCount++;

    public void Set(uint seconds) => Seconds = seconds;

    /// <summary>The record that cannot be read; -1 for none.</summary>
    public int UnreadableRecord { get; set; } = -1;

    /// <summary>When set, no record can be read: the storage fails, or memory is out.</summary>
    public bool IsUnreadable { get; set; }

    public uint Sequence(RecordId id) => _records.Sequence(id);

    public void Reopen()
    {
    }

    public byte[]? Read(RecordId id) => IsUnreadable || (int)id == UnreadableRecord ? null : _records.Read(id);

    public bool Replace(byte[]?[] records)
    {
        if (RecordsThrow)
            throw new System.InvalidOperationException("broken record store");
        if (IsBroken)
            return false;
        ReplaceCount++;
        return _records.Replace(records);
    }

    public bool Append(byte[] record)
    {
        if (EventsThrow)
            throw new System.InvalidOperationException("broken event store");
        if (EventsExhaust)
            throw new System.OutOfMemoryException();
        return !IsBroken && _events.Append(record);
    }

    public int Read(uint first, byte[] target, int offset, int countMax) => _events.Read(first, target, offset, countMax);

    public int DropOldest() => _events.DropOldest();

    public void Compact()
    {
        CompactCount++;
        _events.Compact();
    }
}
