using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Data;

/// <summary>A key that was issued. The grant is stored; the secret is not.</summary>
public sealed class OfflineKey
{
    /// <summary>The keyId, unique in the facility.</summary>
    public long Id { get; set; }

    /// <summary>The holder.</summary>
    public long UserId { get; set; }

    /// <summary>The holder.</summary>
    public User? User { get; set; }

    /// <summary>The phone that received the key.</summary>
    public long DeviceId { get; set; }

    /// <summary>The lock it is for.</summary>
    public long EntryId { get; set; }

    /// <summary>The lock it is for.</summary>
    public Entry? Entry { get; set; }

    /// <summary>The grant's bytes (docs/protocol.md, 3).</summary>
    public required byte[] Grant { get; set; }

    /// <summary>The generation of the lock's secret from which the key was derived.</summary>
    public int Generation { get; set; }

    /// <summary>When the key was issued, seconds since 2020-01-01T00:00:00Z.</summary>
    public long IssuedAt { get; set; }

    /// <summary>The first second at which the key is no longer valid, seconds since 2020-01-01T00:00:00Z.</summary>
    public long NotAfter { get; set; }

    /// <summary>The key's rights.</summary>
    public Rights Rights { get; set; }

    /// <summary>Whether the key is in force, superseded or revoked.</summary>
    public KeyState State { get; set; }

    /// <summary>When the key was superseded or revoked, seconds since 2020-01-01T00:00:00Z; null while it is in force, and for a key
    /// that ended before the database recorded it.</summary>
    public long? EndedAt { get; set; }

    /// <summary>Why it was superseded or revoked.</summary>
    public KeyEnd EndedFor { get; set; }

    /// <summary>The member of the staff who ended it; null for a phone, the gateway or a command.</summary>
    public long? EndedBy { get; set; }
}

/// <summary>Why a key is no longer in force. Stored as a number.</summary>
public enum KeyEnd
{
    /// <summary>The key is in force, or the reason was not recorded.</summary>
    None = 0,

    /// <summary>The same phone got a newer key for the same lock.</summary>
    NewerKey = 1,

    /// <summary>The account was deactivated.</summary>
    Deactivated = 2,

    /// <summary>The user was erased.</summary>
    Erased = 3,

    /// <summary>The phone was reported lost.</summary>
    PhoneLost = 4,

    /// <summary>The phone was signed out.</summary>
    PhoneSignedOut = 5,

    /// <summary>The access hours changed, and the key opened outside the new ones.</summary>
    HoursChanged = 6,

    /// <summary>The tenant moved out.</summary>
    MovedOut = 7,

    /// <summary>The lease got an earlier end.</summary>
    LeaseEndSet = 8,

    /// <summary>The kind or building of the entry changed.</summary>
    EntryChanged = 9,

    /// <summary>The lock or building of the unit changed.</summary>
    UnitChanged = 10,

    /// <summary>The lock knew a higher tenancy than the database.</summary>
    TenancyRaised = 11,

    /// <summary>The lock got new hardware or a new identity.</summary>
    LockRenewed = 12,

    /// <summary>All keys of the lock were retired.</summary>
    KeysRetired = 13,

    /// <summary>It was issued while the facility's clock was ahead.</summary>
    ClockCorrected = 14,
}

/// <summary>The state of a key. Stored as a number.</summary>
public enum KeyState
{
    /// <summary>The key is valid until it expires.</summary>
    InForce = 0,

    /// <summary>A newer key for the same phone and lock has replaced it.</summary>
    Superseded = 1,

    /// <summary>The facility has revoked the key; the lock gets a notice.</summary>
    Revoked = 2,
}

/// <summary>A share that a holder made, as the holder's phone reported it or the trail showed it.</summary>
public sealed class KeyShare
{
    /// <summary>The number of the share in the database.</summary>
    public long Id { get; set; }

    /// <summary>The key that was shared.</summary>
    public long KeyId { get; set; }

    /// <summary>The key that was shared.</summary>
    public OfflineKey? Key { get; set; }

    /// <summary>The guest's number, as the holder chose it.</summary>
    public long GuestId { get; set; }

    /// <summary>The guest's name, as the holder typed it; empty if only the trail showed the share.</summary>
    public string GuestName { get; set; } = "";

    /// <summary>When the share ends, seconds since 2020-01-01T00:00:00Z; the end of the key if only the trail showed the share.</summary>
    public long NotAfter { get; set; }

    /// <summary>When the facility learned of the share, seconds since 2020-01-01T00:00:00Z.</summary>
    public long KnownAt { get; set; }

    /// <summary>When the share was revoked, seconds since 2020-01-01T00:00:00Z; null if it was not.</summary>
    public long? RevokedAt { get; set; }
}

/// <summary>A server challenge for a phone, which the phone uses to prove that it is at a lock (docs/protocol.md, 4.2, Here).</summary>
public sealed class HereChallenge
{
    /// <summary>
    /// How long a challenge is stored, seconds. It is valid for a shorter time. The rest lets the facility tell a late phone that it is
    /// late.
    /// </summary>
    public const int KeptSeconds = 600;

    /// <summary>The number of the challenge.</summary>
    public long Id { get; set; }

    /// <summary>The phone.</summary>
    public long DeviceId { get; set; }

    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>The challenge, 16 bytes.</summary>
    public required byte[] Challenge { get; set; }

    /// <summary>When the challenge was drawn, seconds since 2020-01-01T00:00:00Z.</summary>
    public long DrawnAt { get; set; }

    /// <summary>When the phone answered, seconds since 2020-01-01T00:00:00Z; null before. A challenge is valid only once.</summary>
    public long? UsedAt { get; set; }
}
