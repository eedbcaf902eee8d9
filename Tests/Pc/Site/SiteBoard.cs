using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.TestKit.Stores;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>
/// A board whose power can fail at any write and whose hardware clock runs a little fast or slow. A small trail overwrites events
/// that are not stored yet within weeks, as a full-sized trail does within years.
/// </summary>
/// <param name="hasSmallTrail">Keeps the newest 96 events only.</param>
/// <param name="clockPpm">How fast the hardware clock runs, parts per million.</param>
internal sealed class SiteBoard(bool hasSmallTrail, int clockPpm) : IPower, IHardwareClock, IEventStore
{
    private const int SmallTrailCount = 96;
    private const long MicrosPerSecond = 1_000_000;

    private IEventStore _events = new EventMemory(SmallTrailCount);
    private long _clockMicros;

    public TornFiles Files { get; } = new();

    public RigDoor Door { get; } = new();

    public bool WantsReboot { get; private set; }

    public uint Seconds => (uint)(_clockMicros / MicrosPerSecond);

    public bool IsTooNew => _events.IsTooNew;

    public bool HasRoom => _events.HasRoom;

    public uint Oldest => _events.Oldest;

    public uint Head => _events.Head;

    /// <summary>Starts the lock from what is in the files.</summary>
    public LockEngine Boot(byte[] setupSecret)
    {
        WantsReboot = false;
        if (!hasSmallTrail)
            _events = new EventRing(Files);
        return new LockEngine(new LockParts(new SlottedRecords(Files), this, this, Door, this, setupSecret), 0);
    }

    /// <summary>Lets the hardware clock run, if it has a time.</summary>
    public void Run(long trueMs)
    {
        if (_clockMicros != 0)
            _clockMicros += (trueMs * 1000) + (trueMs * clockPpm / 1000);
    }

    /// <summary>The power comes back: the files are as they were, and the hardware clock has lost the time.</summary>
    public void PowerOn()
    {
        Files.PowerOn();
        _clockMicros = 0;
    }

    public void Reboot() => WantsReboot = true;

    public void FillEntropy(byte[] target) => Array.Clear(target);

    public void CompactMemory()
    {
    }

    public void Set(uint seconds) => _clockMicros = seconds * MicrosPerSecond;

    public bool Append(byte[] record) => !Files.IsDead && _events.Append(record);

    public int Read(uint first, byte[] target, int offset, int countMax) => _events.Read(first, target, offset, countMax);

    public int DropOldest() => Files.IsDead ? 0 : _events.DropOldest();

    public void Compact() => _events.Compact();
}
