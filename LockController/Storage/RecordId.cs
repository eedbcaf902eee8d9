namespace LockFirmware.LockController.Storage;

/// <summary>The records of a lock's memory; never renumbered.</summary>
public enum RecordId : byte
{
    /// <summary>Setup secrets, facility, lock, generation, lock secret.</summary>
    Identity = 0,

    /// <summary>Zone rule and configuration.</summary>
    Configuration = 1,

    /// <summary>An identity that waits for its first Manage request.</summary>
    Pending = 2,

    /// <summary>Who is refused.</summary>
    Revocations = 3,

    /// <summary>Counters, floor, tenancy, overlock, lockdown.</summary>
    State = 4,
}
