using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Data;

/// <summary>One event of a lock's audit trail, as the lock sealed it (docs/protocol.md, 7).</summary>
public sealed class LockEvent
{
    /// <summary>The number of the row. Rows are numbered in the order in which the facility received the events.</summary>
    public long Id { get; set; }

    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>The number of the lock's hardware, see <see cref="Entry.Hardware"/>.</summary>
    public int Hardware { get; set; }

    /// <summary>The event's number in the trail, from 1.</summary>
    public long Sequence { get; set; }

    /// <summary>
    /// The time of the event by the lock's clock, seconds since 2020-01-01T00:00:00Z. If the lock did not know the time, or the record is
    /// unreadable, this is the time of the neighbouring event in the batch, so that a list sorted by time keeps the order of the trail. If
    /// the clock was set later in the same boot, this is the time that follows from it; the record has the lock's own.
    /// </summary>
    public long Time { get; set; }

    /// <summary>How far the lock trusted its clock.</summary>
    public ClockTrust Trust { get; set; }

    /// <summary>The kind of event; 255 for a record whose checksum is wrong.</summary>
    public int Kind { get; set; }

    /// <summary>The reason; its meaning depends on the kind.</summary>
    public int Reason { get; set; }

    /// <summary>The number of the key; 0 for none.</summary>
    public long KeyId { get; set; }

    /// <summary>The detail; its meaning depends on the kind.</summary>
    public long Detail { get; set; }

    /// <summary>The key's holder; null if there is no key or the key is not known.</summary>
    public long? UserId { get; set; }

    /// <summary>When the facility stored it, seconds since 2020-01-01T00:00:00Z.</summary>
    public long StoredAt { get; set; }

    /// <summary>The 16 bytes of the record.</summary>
    public required byte[] Record { get; set; }
}

/// <summary>The trail of replaced hardware, as the facility had it at the time of the replacement.</summary>
public sealed class PastTrail
{
    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>The number of the lock's hardware, see <see cref="Entry.Hardware"/>.</summary>
    public int Hardware { get; set; }

    /// <summary>The bytes of an EventTrail.</summary>
    public required byte[] Trail { get; set; }

    /// <summary>When the hardware was replaced, seconds since 2020-01-01T00:00:00Z.</summary>
    public long ReplacedAt { get; set; }
}

/// <summary>
/// A run of events of one trail that the facility does not have. The rows repeat what the lock's ledger, or the trail of replaced
/// hardware, says. They are stored together with it, so that a list does not open it.
/// </summary>
public sealed class GapRow
{
    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>The number of the lock's hardware, see <see cref="Entry.Hardware"/>.</summary>
    public int Hardware { get; set; }

    /// <summary>The first event that is missing; 0 if the trail cannot be read.</summary>
    public long First { get; set; }

    /// <summary>The last event that is missing; 0 if the trail cannot be read.</summary>
    public long Last { get; set; }

    /// <summary>The next event after the gap that is not in a gap itself; 0 if there is none.</summary>
    public long Above { get; set; }

    /// <summary>The reason.</summary>
    public GapKind Kind { get; set; }
}

/// <summary>Why events of a lock are not stored. Stored as a number.</summary>
public enum GapKind
{
    /// <summary>Later events are stored, but no carrier has brought these events yet.</summary>
    Missing = 0,

    /// <summary>The lock reported that it overwrote the events, or the office marked them as lost.</summary>
    Dropped = 1,

    /// <summary>The events are the newest, and the lock still has them.</summary>
    Waiting = 2,

    /// <summary>The hardware with the events was replaced. Only a phone that has already read them can bring them.</summary>
    Left = 3,

    /// <summary>The trail cannot be read, so it is unknown which events are missing.</summary>
    Unreadable = 4,
}

/// <summary>Something that a lock or a carrier did and that a member must check.</summary>
public sealed class Alert
{
    /// <summary>The number of the alert.</summary>
    public long Id { get; set; }

    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>The time, seconds since 2020-01-01T00:00:00Z.</summary>
    public long At { get; set; }

    /// <summary>What is wrong, as a text for people.</summary>
    public required string Text { get; set; }

    /// <summary>The bytes that caused the alert, kept for the member who checks it; null for none.</summary>
    public byte[]? Evidence { get; set; }

    /// <summary>When a member closed the alert, seconds since 2020-01-01T00:00:00Z; null while it is open.</summary>
    public long? ClosedAt { get; set; }

    /// <summary>The member who closed the alert; null while it is open.</summary>
    public long? ClosedBy { get; set; }
}

/// <summary>One line of the facility's own audit trail: what the office, a phone or the gateway did.</summary>
public sealed class OfficeRecord
{
    /// <summary>The number of the record.</summary>
    public long Id { get; set; }

    /// <summary>The time, seconds since 2020-01-01T00:00:00Z.</summary>
    public long At { get; set; }

    /// <summary>The member who did it; null for a phone or the gateway.</summary>
    public long? StaffId { get; set; }

    /// <summary>The user concerned; null for none.</summary>
    public long? UserId { get; set; }

    /// <summary>The lock concerned; null for none.</summary>
    public long? EntryId { get; set; }

    /// <summary>What was done: a fixed word such as key-issued, see <see cref="AuditAction"/>.</summary>
    public required string What { get; set; }

    /// <summary>The details, as a text for people. Never a secret.</summary>
    public string Detail { get; set; } = "";
}
