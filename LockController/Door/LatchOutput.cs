namespace LockFirmware.LockController.Door;

/// <summary>What the latch output was driven to (docs/door.md).</summary>
public enum LatchOutput : byte
{
    /// <summary>Driven to secure.</summary>
    Secured = 0,

    /// <summary>Driven to release.</summary>
    Released = 1,

    /// <summary>Not known, because the port threw, or to be driven again: the next call drives it whatever it was.</summary>
    Unknown = 2,
}
