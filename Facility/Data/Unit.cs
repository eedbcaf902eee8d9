namespace LockFirmware.Facility.Data;

/// <summary>A unit that is let, with the door of its own.</summary>
public sealed class Unit
{
    /// <summary>The number of the unit in the database.</summary>
    public long Id { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>The building whose doors its tenant passes; empty for none.</summary>
    public string Building { get; set; } = "";

    /// <summary>The lock of its door; null while none is fitted.</summary>
    public long? EntryId { get; set; }

    /// <summary>The lock of its door.</summary>
    public Entry? Entry { get; set; }

    /// <summary>The tenancy number, 1..65535, raised at each letting and moving out; 0 before the first (docs/protocol.md, 6.3).</summary>
    public int Tenancy { get; set; }

    /// <summary>Why nobody may in; None when the tenant may.</summary>
    public OverlockReason Overlock { get; set; }

    /// <summary>The lease in force; null while vacant.</summary>
    public long? LeaseId { get; set; }

    /// <summary>The lease in force.</summary>
    public Lease? Lease { get; set; }
}

/// <summary>Why a unit is overlocked. Stored as a number.</summary>
public enum OverlockReason
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Rent is owed; lifted when it is paid.</summary>
    Payment = 1,

    /// <summary>The office did it; lifted by the office only.</summary>
    Office = 2,
}

/// <summary>Who has a unit, from when until when.</summary>
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

    /// <summary>From when, seconds since 2020-01-01T00:00:00Z.</summary>
    public long StartsAt { get; set; }

    /// <summary>When it ends, seconds since 2020-01-01T00:00:00Z; null while open. Keys end with it.</summary>
    public long? EndsAt { get; set; }
}

/// <summary>Access hours that users share.</summary>
public sealed class Schedule
{
    /// <summary>The number of the schedule.</summary>
    public long Id { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>1..8 windows, one a line, as <see cref="LockLink.Words.WindowText"/> reads them.</summary>
    public required string Windows { get; set; }
}
