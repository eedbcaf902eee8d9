using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Data;

/// <summary>One event of a lock's audit trail, as the lock sealed it (docs/protocol.md, 7).</summary>
public sealed class LockEvent
{
    /// <summary>The number of the row: in the order in which events came in.</summary>
    public long Id { get; set; }

    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>Which hardware of that lock, see <see cref="Entry.Hardware"/>.</summary>
    public int Hardware { get; set; }

    /// <summary>Its number in the trail, from 1.</summary>
    public long Sequence { get; set; }

    /// <summary>
    /// When, by the lock's clock, seconds since 2020-01-01T00:00:00Z. Where the lock knew no time or the unreadable record, that of
    /// the event next to it in its batch, so that a list by time keeps it in its place.
    /// </summary>
    public long Time { get; set; }

    /// <summary>How far the lock trusted its clock.</summary>
    public ClockTrust Trust { get; set; }

    /// <summary>What happened; 255 for a record whose check does not fit.</summary>
    public int Kind { get; set; }

    /// <summary>Why; its meaning goes by the kind.</summary>
    public int Reason { get; set; }

    /// <summary>The key; 0 for none.</summary>
    public long KeyId { get; set; }

    /// <summary>What the kind says.</summary>
    public long Detail { get; set; }

    /// <summary>The key's holder; null where there is none or the key is not known.</summary>
    public long? UserId { get; set; }

    /// <summary>When the facility stored it, seconds since 2020-01-01T00:00:00Z.</summary>
    public long StoredAt { get; set; }

    /// <summary>The 16 bytes.</summary>
    public required byte[] Record { get; set; }
}

/// <summary>What the facility had of the trail of a piece of hardware when other hardware took its place.</summary>
public sealed class PastTrail
{
    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>Which hardware of that lock, see <see cref="Entry.Hardware"/>.</summary>
    public int Hardware { get; set; }

    /// <summary>The bytes of an EventTrail.</summary>
    public required byte[] Trail { get; set; }

    /// <summary>When it was replaced, seconds since 2020-01-01T00:00:00Z.</summary>
    public long ReplacedAt { get; set; }
}

/// <summary>Something that a lock or a carrier did and that somebody must look at.</summary>
public sealed class Alert
{
    /// <summary>The number of the alert.</summary>
    public long Id { get; set; }

    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>When, seconds since 2020-01-01T00:00:00Z.</summary>
    public long At { get; set; }

    /// <summary>What is wrong, in words.</summary>
    public required string Text { get; set; }

    /// <summary>The bytes that showed it, kept for the one who looks; null for none.</summary>
    public byte[]? Evidence { get; set; }

    /// <summary>When somebody had looked; null before.</summary>
    public long? ClosedAt { get; set; }

    /// <summary>Who had; null before.</summary>
    public long? ClosedBy { get; set; }
}

/// <summary>One line of the facility's own audit trail: what the office, a phone or the gateway did.</summary>
public sealed class OfficeRecord
{
    /// <summary>The number of the record.</summary>
    public long Id { get; set; }

    /// <summary>When, seconds since 2020-01-01T00:00:00Z.</summary>
    public long At { get; set; }

    /// <summary>Who of the staff; null for a phone or the gateway.</summary>
    public long? StaffId { get; set; }

    /// <summary>Whom it is about; null for nobody.</summary>
    public long? UserId { get; set; }

    /// <summary>Which lock; null for none.</summary>
    public long? EntryId { get; set; }

    /// <summary>What was done: a short fixed word such as key-issued or key-refused.</summary>
    public required string What { get; set; }

    /// <summary>The details in words. Never a secret.</summary>
    public string Detail { get; set; } = "";
}
