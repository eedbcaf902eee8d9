namespace LockFirmware.Facility.Data;

/// <summary>Somebody who may hold keys: a tenant, or one of the staff who opens doors.</summary>
public sealed class User : IVersioned
{
    /// <summary>What <see cref="KeyNotAfter"/> holds while there is no key: later than any.</summary>
    public const long NoKey = uint.MaxValue;

    /// <summary>The holderId of the user's keys.</summary>
    public long Id { get; set; }

    /// <summary>The full name.</summary>
    public required string Name { get; set; }

    /// <summary>The address for messages; empty when unknown.</summary>
    public string Email { get; set; } = "";

    /// <summary>The telephone number; empty when unknown.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Whether the account may get keys at all.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Whether rent is owed.</summary>
    public bool IsDelinquent { get; set; }

    /// <summary>The access hours.</summary>
    public long ScheduleId { get; set; }

    /// <summary>The access hours.</summary>
    public Schedule? Schedule { get; set; }

    /// <summary>
    /// The Offline Key Expiration: the latest notAfter of the keys in force, seconds since 2020-01-01T00:00:00Z;
    /// <see cref="NoKey"/> for none.
    /// Kept here, beside the keys, because the list of users is sorted and filtered by it.
    /// </summary>
    public long KeyNotAfter { get; set; } = NoKey;

    /// <summary>Counts the changes of the account and of its keys, so that none is issued while it is being withdrawn.</summary>
    public int Version { get; set; }

    /// <summary>When the account was made, seconds since 2020-01-01T00:00:00Z.</summary>
    public long CreatedAt { get; set; }

    /// <summary>Whether the user was deleted: name and addresses are gone, the trail keeps the number.</summary>
    public bool IsErased { get; set; }

    /// <summary>The leases, past ones too.</summary>
    public List<Lease> Leases { get; } = [];

    /// <summary>The phones, past ones too.</summary>
    public List<Device> Devices { get; } = [];

    /// <summary>The words that a search finds the user by.</summary>
    public List<UserWord> Words { get; } = [];
}

/// <summary>A lower-case word of a user's name, address, number or unit: what a search compares from its beginning.</summary>
public sealed class UserWord
{
    /// <summary>The user.</summary>
    public long UserId { get; set; }

    /// <summary>Lower case, at most 64 characters.</summary>
    public required string Word { get; set; }
}

/// <summary>A phone that a user has signed in on.</summary>
public sealed class Device
{
    /// <summary>The number of the device.</summary>
    public long Id { get; set; }

    /// <summary>Its user.</summary>
    public long UserId { get; set; }

    /// <summary>Its user.</summary>
    public User? User { get; set; }

    /// <summary>What the phone calls itself.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the token that the phone shows, hex: the token itself is not kept.</summary>
    public required string TokenHash { get; set; }

    /// <summary>When it was signed in, seconds since 2020-01-01T00:00:00Z.</summary>
    public long CreatedAt { get; set; }

    /// <summary>When it was last heard of, seconds since 2020-01-01T00:00:00Z.</summary>
    public long SeenAt { get; set; }

    /// <summary>When it was signed out or reported lost; null while it counts.</summary>
    public long? RevokedAt { get; set; }

    /// <summary>When it last got a key without showing that it is on the site; null for never.</summary>
    public long? KeyWithoutHereAt { get; set; }
}

/// <summary>A code that signs one phone in, once; staff hand it to the user.</summary>
public sealed class SignInCode
{
    /// <summary>The number of the code.</summary>
    public long Id { get; set; }

    /// <summary>Whose phone it signs in.</summary>
    public long UserId { get; set; }

    /// <summary>SHA-256 of the code, hex.</summary>
    public required string CodeHash { get; set; }

    /// <summary>When it ends, seconds since 2020-01-01T00:00:00Z.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>When it was used; null before.</summary>
    public long? UsedAt { get; set; }
}
