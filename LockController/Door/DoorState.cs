namespace LockFirmware.LockController.Door;

/// <summary>What the door contact shows, and for how long (docs/door.md).</summary>
public enum DoorState : byte
{
    /// <summary>Closed, or no contact is fitted.</summary>
    Closed = 0,

    /// <summary>Open, and for now allowed to be.</summary>
    Open = 1,

    /// <summary>Open for at least half of the time that is allowed.</summary>
    OpenWarning = 2,

    /// <summary>Open for longer than is allowed.</summary>
    HeldOpen = 3,
}
