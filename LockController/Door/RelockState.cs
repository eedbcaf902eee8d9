namespace LockFirmware.LockController.Door;

/// <summary>Whether relocking waits for the door (docs/door.md).</summary>
public enum RelockState : byte
{
    /// <summary>It does not wait: the door is closed, nothing has released the latch, or waiting is not configured.</summary>
    Idle = 0,

    /// <summary>The door is open and the latch stays released.</summary>
    Waiting = 1,

    /// <summary>The door was open for too long. Relocking does not wait again until the door was seen closed.</summary>
    GivenUp = 2,
}
