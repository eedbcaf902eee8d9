using LockFirmware.LockController.Door;

namespace LockFirmware.Tests.Rig;

/// <summary>A door whose wires a test moves by hand.</summary>
public sealed class RigDoor : IDoorPort
{
    public bool HasContact { get; set; } = true;

    public bool IsOpen { get; set; }

    public bool IsRequestToExit { get; set; }

    public bool IsReleased { get; private set; }

    /// <summary>How often the latch was released.</summary>
    public int ReleaseCount { get; private set; }

    /// <summary>When set, driving the latch throws: a broken port.</summary>
    public bool Throws { get; set; }

    public void DriveLatch(bool released)
    {
        if (Throws)
            throw new System.InvalidOperationException("broken latch port");
        if (released && !IsReleased)
            ReleaseCount++;
        IsReleased = released;
    }
}
