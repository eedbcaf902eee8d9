using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.Data;

/// <summary>A key that was issued. The grant is kept, never the secret.</summary>
public sealed class OfflineKey
{
    /// <summary>The keyId, unique in the facility.</summary>
    public long Id { get; set; }

    /// <summary>The holder.</summary>
    public long UserId { get; set; }

    /// <summary>The holder.</summary>
    public User? User { get; set; }

    /// <summary>The phone that it was handed to.</summary>
    public long DeviceId { get; set; }

    /// <summary>The lock it is for.</summary>
    public long EntryId { get; set; }

    /// <summary>The lock it is for.</summary>
    public Entry? Entry { get; set; }

    /// <summary>The grant's bytes (docs/protocol.md, 3).</summary>
    public required byte[] Grant { get; set; }

    /// <summary>The generation of the lock's secret that it was minted under.</summary>
    public int Generation { get; set; }

    /// <summary>Seconds since 2020-01-01T00:00:00Z.</summary>
    public long IssuedAt { get; set; }

    /// <summary>The first second at which it is no longer valid, seconds since 2020-01-01T00:00:00Z.</summary>
    public long NotAfter { get; set; }

    /// <summary>What it permits.</summary>
    public Rights Rights { get; set; }

    /// <summary>Whether it still counts.</summary>
    public KeyState State { get; set; }
}

/// <summary>Whether a key counts. Stored as a number.</summary>
public enum KeyState
{
    /// <summary>It opens until it expires.</summary>
    InForce = 0,

    /// <summary>A newer one for the same phone and lock takes its place.</summary>
    Superseded = 1,

    /// <summary>The facility has withdrawn it; the lock learns by a notice.</summary>
    Revoked = 2,
}

/// <summary>What a holder has shared, as the holder's phone reported it or the trail showed it.</summary>
public sealed class KeyShare
{
    /// <summary>The number of the share in the database.</summary>
    public long Id { get; set; }

    /// <summary>The key that was shared.</summary>
    public long KeyId { get; set; }

    /// <summary>The key that was shared.</summary>
    public OfflineKey? Key { get; set; }

    /// <summary>The guest's number, the holder's statement.</summary>
    public long GuestId { get; set; }

    /// <summary>The guest's name, the holder's statement; empty when only the trail showed it.</summary>
    public string GuestName { get; set; } = "";

    /// <summary>Until when, seconds since 2020-01-01T00:00:00Z; the key's own end where only the trail showed it.</summary>
    public long NotAfter { get; set; }

    /// <summary>When the facility learned of it, seconds since 2020-01-01T00:00:00Z.</summary>
    public long KnownAt { get; set; }

    /// <summary>When it was revoked; null while it counts.</summary>
    public long? RevokedAt { get; set; }
}

/// <summary>A server challenge that a phone has been given, to show that it is at a lock (docs/protocol.md, 4.2, Here).</summary>
public sealed class HereChallenge
{
    /// <summary>
    /// How long a challenge is stored, seconds. It counts for a shorter time; within this one a late phone is told that it is
    /// late.
    /// </summary>
    public const int KeptSeconds = 600;

    /// <summary>The number of the challenge.</summary>
    public long Id { get; set; }

    /// <summary>The phone.</summary>
    public long DeviceId { get; set; }

    /// <summary>The lock.</summary>
    public long EntryId { get; set; }

    /// <summary>16 bytes.</summary>
    public required byte[] Challenge { get; set; }

    /// <summary>When it was drawn, seconds since 2020-01-01T00:00:00Z.</summary>
    public long DrawnAt { get; set; }

    /// <summary>When it was answered; null before. It counts once.</summary>
    public long? UsedAt { get; set; }
}
