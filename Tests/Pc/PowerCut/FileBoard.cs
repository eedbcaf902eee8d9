using System;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>A board whose records and audit trail stand in files that can lose power at any write.</summary>
/// <param name="files">The flash.</param>
internal sealed class FileBoard(TornFiles files) : IPower, IHardwareClock
{
    public TornFiles Files { get; } = files;

    public RigDoor Door { get; } = new();

    public EventRing Events { get; private set; } = null!;

    public uint Seconds { get; set; }

    /// <summary>The lock has asked for a reboot.</summary>
    public bool WantsReboot { get; private set; }

    public LockEngine Boot(byte[] setupSecret)
    {
        WantsReboot = false;
        SlottedRecords records = new(Files);
        Events = new EventRing(Files);
        return new LockEngine(new LockParts(records, Events, this, Door, this, setupSecret), 0);
    }

    public void Reboot() => WantsReboot = true;

    public void FillEntropy(byte[] target) => Array.Clear(target);

    public void CompactMemory()
    {
    }

    public void Set(uint seconds) => Seconds = seconds;
}
