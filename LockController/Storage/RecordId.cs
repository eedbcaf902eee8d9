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

    /// <summary>Who is refused: the first page, see <see cref="Access.RevocationTable"/>.</summary>
    Revocations = 3,

    /// <summary>Counters, floor, tenancy, overlock, lockdown.</summary>
    State = 4,

    /// <summary>Who is refused: the second page.</summary>
    RevocationsSecond = 5,

    /// <summary>Who is refused: the third page.</summary>
    RevocationsThird = 6,

    /// <summary>Who is refused: the last page.</summary>
    RevocationsFourth = 7,
}
