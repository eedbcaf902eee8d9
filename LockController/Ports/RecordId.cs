namespace LockFirmware.LockController.Ports;

/// <summary>The records of a lock's memory. The numbers never change.</summary>
public enum RecordId : byte
{
    /// <summary>Setup secrets, facility, lock, generation and lock secret.</summary>
    Identity = 0,

    /// <summary>Zone rule and configuration.</summary>
    Configuration = 1,

    /// <summary>The pending identity.</summary>
    Pending = 2,

    /// <summary>Who is refused: the first page, page 1 of 4.</summary>
    Revocations = 3,

    /// <summary>Counters, floor, tenancy, overlock, lockdown and pending events.</summary>
    State = 4,

    /// <summary>Revocations: page 2.</summary>
    RevocationsSecond = 5,

    /// <summary>Revocations: page 3.</summary>
    RevocationsThird = 6,

    /// <summary>Revocations: page 4.</summary>
    RevocationsFourth = 7,
}

/// <summary>The range of <see cref="RecordId"/>.</summary>
public static class RecordIds
{
    /// <summary>How many records there are.</summary>
    public const int Count = 8;

    /// <summary>The sequence number of a record that has been written and cannot be read.</summary>
    public const uint UnreadableSequence = uint.MaxValue;
}
