namespace LockFirmware.LockController.Door;

/// <summary>What the reset button inside the housing does (docs/door.md).</summary>
public enum ResetButtonState : byte
{
    /// <summary>Pressed since the start or since it reset the lock, or not read yet: it counts only after it was seen up.</summary>
    Ignored = 0,

    /// <summary>Not pressed.</summary>
    Up = 1,

    /// <summary>Pressed, and the time runs.</summary>
    Held = 2,
}
