using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Data;

/// <summary>A lock of the facility: a gate, a building's door, or the door of a unit.</summary>
public sealed class Entry : IVersioned
{
    /// <summary>The lockId, 1..4294967295.</summary>
    public long Id { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>Who may pass.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>The building whose tenants pass it, where it is a building's door.</summary>
    public string Building { get; set; } = "";

    /// <summary>Whether people leave the site by it.</summary>
    public bool IsExit { get; set; }

    /// <summary>What the facility knows of its notices and its trail: the bytes of a LockLedger.</summary>
    public required byte[] Ledger { get; set; }

    /// <summary>Counts the changes of <see cref="Ledger"/>, so that no two go on from the same one.</summary>
    public int Version { get; set; }

    /// <summary>
    /// The configuration that the office last gave it, with zone and holidays of that day; null while it has the one it was
    /// provisioned with.
    /// </summary>
    public byte[]? Configuration { get; set; }

    /// <summary>Counts the hardware that has been in this door, from 1: event numbers begin anew with each.</summary>
    public int Hardware { get; set; } = 1;

    /// <summary>Where the gateway finds its radio: host:port of a virtual radio; empty for none.</summary>
    public string Address { get; set; } = "";

    /// <summary>When the gateway or a phone last proved to have heard of it, seconds since 2020-01-01T00:00:00Z; null for never.</summary>
    public long? ContactAt { get; set; }

    /// <summary>How far it trusted its clock then.</summary>
    public ClockTrust Trust { get; set; }

    /// <summary>How far its clock was off before the gateway set it, seconds.</summary>
    public long ClockStep { get; set; }

    /// <summary>The door byte of its last Status (docs/protocol.md, 4.2).</summary>
    public int Door { get; set; }

    /// <summary>The version of its firmware; empty before the first contact.</summary>
    public string Firmware { get; set; } = "";

    /// <summary>Its newest event, as far as is known.</summary>
    public long Head { get; set; }

    /// <summary>The last event that is stored with everything before it.</summary>
    public long StoredThrough { get; set; }

    /// <summary>The last notice that it is known to have applied.</summary>
    public long Applied { get; set; }

    /// <summary>The last notice that was made for it.</summary>
    public long LastNotice { get; set; }

    /// <summary>Whether notices are waiting for it.</summary>
    public bool HasOpenItems { get; set; }

    /// <summary>Whether it is overlocked, or shall be.</summary>
    public bool IsOverlocked { get; set; }

    /// <summary>Whether it is in lockdown, or shall be.</summary>
    public bool IsLockdown { get; set; }

    /// <summary>The gateway that is visiting it; empty for none.</summary>
    public string LeaseOwner { get; set; } = "";

    /// <summary>Until when that gateway has it, seconds since 2020-01-01T00:00:00Z.</summary>
    public long LeaseUntil { get; set; }

    /// <summary>When to visit it next, seconds since 2020-01-01T00:00:00Z.</summary>
    public long NextVisitAt { get; set; }

    /// <summary>How many visits have failed in a row.</summary>
    public int FailureCount { get; set; }

    /// <summary>Why the last visit failed, in words; empty when it did not.</summary>
    public string LastError { get; set; } = "";
}

/// <summary>Who passes an entry. Stored as a number.</summary>
public enum EntryKind
{
    /// <summary>Everybody with a unit.</summary>
    Gate = 0,

    /// <summary>Those with a unit in the building.</summary>
    BuildingDoor = 1,

    /// <summary>The tenant of the unit.</summary>
    Unit = 2,
}
