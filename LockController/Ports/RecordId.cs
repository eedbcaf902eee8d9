namespace LockFirmware.LockController.Ports;

/// <summary>The records of a lock's memory; never renumbered.</summary>
public enum RecordId : byte
{
    /// <summary>Setup secrets, facility, lock, generation, lock secret.</summary>
    Identity = 0,

    /// <summary>Zone rule and configuration.</summary>
    Configuration = 1,

    /// <summary>An identity that waits for its first Manage request.</summary>
    Pending = 2,

    /// <summary>Who is refused: the first page, page 1 of 4.</summary>
    Revocations = 3,

    /// <summary>Counters, floor, tenancy, overlock, lockdown.</summary>
    State = 4,

    /// <summary>Who is refused: page 2.</summary>
    RevocationsSecond = 5,

    /// <summary>Who is refused: page 3.</summary>
    RevocationsThird = 6,

    /// <summary>Who is refused: page 4.</summary>
    RevocationsFourth = 7,
}

/// <summary>The range of <see cref="RecordId"/>.</summary>
public static class RecordIds
{
    /// <summary>How many records there are.</summary>
    public const int Count = 8;
}
