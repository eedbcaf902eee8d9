using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Data;

/// <summary>A lock of the facility: a gate, a building's door, or the door of a unit.</summary>
public sealed class Entry : IVersioned
{
    /// <summary>The lockId, 1..4294967295.</summary>
    public long Id { get; set; }

    /// <summary>The name, for people.</summary>
    public required string Name { get; set; }

    /// <summary>Who may pass.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>The building whose tenants may pass, if the entry is a building's door.</summary>
    public string Building { get; set; } = "";

    /// <summary>Whether the entry is an exit from the site.</summary>
    public bool IsExit { get; set; }

    /// <summary>The lock's ledger (notices, trail, generation): the bytes of a LockLedger.</summary>
    public required byte[] Ledger { get; set; }

    /// <summary>Counts the changes of <see cref="Ledger"/>, so that two changes never start from the same state.</summary>
    public int Version { get; set; }

    /// <summary>
    /// The configuration that the office last set, with the time zone and the holidays of that day; null while the lock has the
    /// configuration from its provisioning.
    /// </summary>
    public byte[]? Configuration { get; set; }

    /// <summary>The number of the hardware in this door, from 1. Event numbers start again at 1 with each replacement.</summary>
    public int Hardware { get; set; } = 1;

    /// <summary>The address of the lock's radio for the gateway: host:port of a virtual radio; empty for none.</summary>
    public string Address { get; set; } = "";

    /// <summary>
    /// When the gateway or a phone last proved contact with the lock, seconds since 2020-01-01T00:00:00Z; null for never.
    /// </summary>
    public long? ContactAt { get; set; }

    /// <summary>How far the lock trusted its clock at that contact.</summary>
    public ClockTrust Trust { get; set; }

    /// <summary>The error of the lock's clock before the gateway set it, seconds; positive if the clock was behind.</summary>
    public long ClockStep { get; set; }

    /// <summary>The door byte of the lock's last Status (docs/protocol.md, 4.2).</summary>
    public int Door { get; set; }

    /// <summary>The version of the firmware; empty before the first contact.</summary>
    public string Firmware { get; set; } = "";

    /// <summary>The number of the newest event that the facility knows of.</summary>
    public long Head { get; set; }

    /// <summary>The number of the last event up to which the facility has stored all events.</summary>
    public long StoredThrough { get; set; }

    /// <summary>The number of the last notice that the lock is known to have applied.</summary>
    public long Applied { get; set; }

    /// <summary>The number of the last notice that was created for the lock.</summary>
    public long LastNotice { get; set; }

    /// <summary>Whether notices are waiting for the lock.</summary>
    public bool HasOpenItems { get; set; }

    /// <summary>Whether the lock is overlocked, or a notice to overlock it is waiting.</summary>
    public bool IsOverlocked { get; set; }

    /// <summary>Whether the lock is in lockdown, or a notice of the lockdown is waiting.</summary>
    public bool IsLockdown { get; set; }

    /// <summary>The gateway that is visiting the lock; empty for none.</summary>
    public string LeaseOwner { get; set; } = "";

    /// <summary>When that gateway's claim on the lock ends, seconds since 2020-01-01T00:00:00Z.</summary>
    public long LeaseUntil { get; set; }

    /// <summary>When a gateway must visit the lock next, seconds since 2020-01-01T00:00:00Z.</summary>
    public long NextVisitAt { get; set; }

    /// <summary>How many visits have failed in a row.</summary>
    public int FailureCount { get; set; }

    /// <summary>Why the last visit failed, as a text for people; empty if it succeeded.</summary>
    public string LastError { get; set; } = "";
}

/// <summary>Who may pass an entry. Stored as a number.</summary>
public enum EntryKind
{
    /// <summary>All tenants.</summary>
    Gate = 0,

    /// <summary>The tenants with a unit in the building.</summary>
    BuildingDoor = 1,

    /// <summary>The tenant of the unit.</summary>
    Unit = 2,
}
