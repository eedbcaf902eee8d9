namespace LockFirmware.LockController.Door;

/// <summary>What the lock demands of the latch (docs/door.md).</summary>
public enum LatchDemand : byte
{
    /// <summary>Secured.</summary>
    Secured = 0,

    /// <summary>Released for the time of one admission.</summary>
    Released = 1,

    /// <summary>Released by passage mode; the time of an admission may run at the same time.</summary>
    HeldOpen = 2,
}
