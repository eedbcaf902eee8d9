using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Data;

/// <summary>A lock of the facility: a gate, a building's door, or the door of a unit.</summary>
public sealed class Entry : IVersioned
{
    /// <summary>The lockId, 1..4294967295.</summary>
    public long Id { get; set; }

    /// <summary>The name, for people.</summary>
    public required string Name { get; set; }

    /// <summary>The key of the name, see <see cref="NameKeys"/>. It is set when the row is stored, and unique.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>Who may pass.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>The building whose tenants may pass, if the entry is a building's door.</summary>
    public string Building { get; set; } = "";

    /// <summary>Whether the entry is an exit from the site.</summary>
    public bool IsExit { get; set; }

    /// <summary>The lock's ledger; null while it is not loaded. A query for entries does not load it.</summary>
    public LedgerRow? Ledger { get; set; }

    /// <summary>
    /// Counts the changes of <see cref="Ledger"/> and of what the office edits, so that no two go on from the same state. What a visit
    /// notes does not count.
    /// </summary>
    public int Version { get; set; }

    /// <summary>
    /// The configuration that the office last set, with the time zone and the holidays of that day; null while the lock has the
    /// configuration from its provisioning.
    /// </summary>
    public byte[]? Configuration { get; set; }

    /// <summary>The number of the hardware in this door, from 1. Event numbers start again at 1 with each replacement.</summary>
    public int Hardware { get; set; } = 1;

    /// <summary>The place of the lock for the gateway, such as ble or virtual:host:port (docs/facility.md); empty for none.</summary>
    public string Address { get; set; } = "";

    /// <summary>When the gateway or a phone last proved to have heard of it, seconds since 2020-01-01T00:00:00Z; null for never.</summary>
    [Noted]
    public long? ContactAt { get; set; }

    /// <summary>How far it trusted its clock then.</summary>
    [Noted]
    public ClockTrust Trust { get; set; }

    /// <summary>How far its clock was off before the gateway set it, seconds.</summary>
    [Noted]
    public long ClockStep { get; set; }

    /// <summary>The door byte of its last Status (docs/protocol.md, 4.2).</summary>
    [Noted]
    public int Door { get; set; }

    /// <summary>The version of its firmware; empty before the first contact.</summary>
    [Noted]
    public string Firmware { get; set; } = "";

    /// <summary>Its newest event, as far as is known.</summary>
    [Noted]
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

    /// <summary>The gateway that is visiting it; empty for none.</summary>
    [Noted]
    public string LeaseOwner { get; set; } = "";

    /// <summary>Until when that gateway has it, seconds since 2020-01-01T00:00:00Z.</summary>
    [Noted]
    public long LeaseUntil { get; set; }

    /// <summary>When to visit it next, seconds since 2020-01-01T00:00:00Z.</summary>
    [Noted]
    public long NextVisitAt { get; set; }

    /// <summary>How many visits have failed in a row.</summary>
    [Noted]
    public int FailureCount { get; set; }

    /// <summary>Why the last visit failed, in words; empty when it did not.</summary>
    [Noted]
    public string LastError { get; set; } = "";
}

/// <summary>The ledger of a lock (notices, trail, generation). Only a change of one lock, and the page of one lock, read it.</summary>
public sealed class LedgerRow
{
    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>The bytes of a LockLedger.</summary>
    public required byte[] Bytes { get; set; }
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
