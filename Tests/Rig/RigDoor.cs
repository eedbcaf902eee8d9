using LockFirmware.LockController.Ports;

namespace LockFirmware.Tests.Rig;

/// <summary>A door whose wires a test sets.</summary>
public sealed class RigDoor : IDoorPort
{
    public bool HasContact { get; set; } = true;

    public bool IsOpen { get; set; }

    public bool IsRequestToExit { get; set; }

    public bool IsFailSafe { get; set; }

    public bool HasBoltSensor { get; set; }

    /// <summary>What the sensor shows; follows the latch unless <see cref="IsBoltStuck"/>.</summary>
    public bool IsBoltReleased { get; set; }

    /// <summary>When set, the bolt does not move.</summary>
    public bool IsBoltStuck { get; set; }

    public bool IsFireAlarm { get; set; }

    public bool IsHousingOpen { get; set; }

    public bool IsResetPressed { get; set; }

    public bool IsReleased { get; private set; }

    /// <summary>How often the latch was released.</summary>
    public int ReleaseCount { get; private set; }

    /// <summary>How often the latch was driven, either way.</summary>
    public int DriveCount { get; private set; }

    /// <summary>When set, driving the latch throws: a broken port.</summary>
    public bool Throws { get; set; }

    public void DriveLatch(bool released)
    {
        if (Throws)
            throw new System.InvalidOperationException("broken latch port");
        if (released && !IsReleased)
            ReleaseCount++;
        DriveCount++;
        IsReleased = released;
        if (!IsBoltStuck)
            IsBoltReleased = released;
    }
}
