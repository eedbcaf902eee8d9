namespace LockFirmware.Facility.Data;

/// <summary>A unit: a room, locker or apartment that is let.</summary>
public sealed class Unit
{
    /// <summary>The number of the unit in the database.</summary>
    public long Id { get; set; }

    /// <summary>The name, for people.</summary>
    public required string Name { get; set; }

    /// <summary>The key of the name, see <see cref="NameKeys"/>. It is set when the row is stored.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>The building whose doors the tenant may pass; empty for none.</summary>
    public string Building { get; set; } = "";

    /// <summary>The number of the lock at the unit's door; null if there is none.</summary>
    public long? EntryId { get; set; }

    /// <summary>The lock at the unit's door.</summary>
    public Entry? Entry { get; set; }

    /// <summary>The tenancy number, 1..65535, raised by each letting and move-out; 0 before the first (docs/protocol.md, 6.3).</summary>
    public int Tenancy { get; set; }

    /// <summary>Why the unit is overlocked; None if it is not.</summary>
    public OverlockReason Overlock { get; set; }

    /// <summary>The lease in force; null while vacant.</summary>
    public long? LeaseId { get; set; }

    /// <summary>The lease in force.</summary>
    public Lease? Lease { get; set; }
}

/// <summary>Why a unit is overlocked. Stored as a number.</summary>
public enum OverlockReason
{
    /// <summary>The unit is not overlocked.</summary>
    None = 0,

    /// <summary>Rent is owed. The overlock is lifted when rent is paid.</summary>
    Payment = 1,

    /// <summary>The office overlocked the unit. Only the office lifts it.</summary>
    Office = 2,
}

/// <summary>The agreement by which a unit is let to a user.</summary>
public sealed class Lease
{
    /// <summary>The number of the lease.</summary>
    public long Id { get; set; }

    /// <summary>The unit.</summary>
    public long UnitId { get; set; }

    /// <summary>The unit.</summary>
    public Unit? Unit { get; set; }

    /// <summary>The tenant.</summary>
    public long UserId { get; set; }

    /// <summary>The tenant.</summary>
    public User? User { get; set; }

    /// <summary>The unit's tenancy number under this lease, 1..65535.</summary>
    public int Tenancy { get; set; }

    /// <summary>When the lease starts, seconds since 2020-01-01T00:00:00Z.</summary>
    public long StartsAt { get; set; }

    /// <summary>When the lease ends, seconds since 2020-01-01T00:00:00Z; null for no end date. Keys expire with the lease.</summary>
    public long? EndsAt { get; set; }

    /// <summary>
    /// The last day of the lease, as a person typed it; null for no end date. A date of a person stays this date, also if the facility gets
    /// another time zone; then <see cref="EndsAt"/> moves.
    /// </summary>
    public DateOnly? LastDay { get; set; }
}

/// <summary>Access hours that users share.</summary>
public sealed class Schedule
{
    /// <summary>The number of the schedule.</summary>
    public long Id { get; set; }

    /// <summary>The name, for people.</summary>
    public required string Name { get; set; }

    /// <summary>1..8 windows, one per line, as <see cref="LockLink.Words.WindowText"/> reads them.</summary>
    public required string Windows { get; set; }
}
