using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;

namespace LockFirmware.Fuzz;

/// <summary>The hardware of the lock that is fuzzed. Its entropy is constant, so that an input always does the same.</summary>
internal sealed class FuzzBoard : IPower, IHardwareClock, IDoorPort
{
    public uint Seconds { get; private set; } = FuzzSamples.Noon;

    public bool HasContact => true;

    public bool IsOpen => false;

    public bool IsRequestToExit => false;

    public bool IsFailSafe => false;

    public bool HasBoltSensor => false;

    public bool IsBoltReleased => false;

    public bool IsFireAlarm => false;

    public bool IsHousingOpen => false;

    public bool IsResetPressed => false;

    /// <summary>How often the latch was released.</summary>
    internal int ReleaseCount { get; private set; }

    public void Set(uint seconds) => Seconds = seconds;

    public void Reboot()
    {
    }

    public void FillEntropy(byte[] target) => Array.Fill(target, (byte)0x55);

    public void CompactMemory()
    {
    }

    public void DriveLatch(bool released)
    {
        if (released)
            ReleaseCount++;
    }

    internal LockEngine Boot(IRecordStore records, IEventStore events)
    {
        LockEngine engine = new(new LockParts(records, events, this, this, this, (byte[])FuzzSamples.SetupSecret.Clone()), 0);
        engine.Connected(0);
        return engine;
    }
}
