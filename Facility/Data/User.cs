namespace LockFirmware.Facility.Data;

/// <summary>A person with an account at the facility, who may hold keys: a tenant, or a member of the staff who opens doors.</summary>
public sealed class User : IVersioned
{
    /// <summary>The value of <see cref="KeyNotAfter"/> if the user has no key. It is later than the end of any key.</summary>
    public const long NoKey = uint.MaxValue;

    /// <summary>The holderId of the user's keys.</summary>
    public long Id { get; set; }

    /// <summary>The full name.</summary>
    public required string Name { get; set; }

    /// <summary>The e-mail address; empty if unknown.</summary>
    public string Email { get; set; } = "";

    /// <summary>The telephone number; empty if unknown.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Whether the account is active. A deactivated account gets no keys.</summary>
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
    /// It repeats a fact of the keys, because the list of users is sorted and filtered by it.
    /// </summary>
    public long KeyNotAfter { get; set; } = NoKey;

    /// <summary>
    /// When the user's last key was revoked, seconds since 2020-01-01T00:00:00Z; null if no key was revoked, or if one of the others was
    /// valid after that. Then <see cref="KeyNotAfter"/> is <see cref="NoKey"/>. It repeats a fact of the keys.
    /// </summary>
    public long? KeyRevokedAt { get; set; }

    /// <summary>Counts the changes of the account and of its keys, so that no key is issued while the keys are being revoked.</summary>
    public int Version { get; set; }

    /// <summary>When the account was created, seconds since 2020-01-01T00:00:00Z.</summary>
    public long CreatedAt { get; set; }

    /// <summary>Whether the user was erased: name and addresses are deleted, and the trail keeps the number.</summary>
    public bool IsErased { get; set; }

    /// <summary>The leases, including past ones.</summary>
    public List<Lease> Leases { get; } = [];

    /// <summary>The phones, including signed-out ones.</summary>
    public List<Device> Devices { get; } = [];

    /// <summary>The words by which a search finds the user.</summary>
    public List<UserWord> Words { get; } = [];
}

/// <summary>A word of a user's name, address, number or unit. A search compares the beginnings of these words.</summary>
public sealed class UserWord
{
    /// <summary>The user.</summary>
    public long UserId { get; set; }

    /// <summary>The word in lower case, at most 64 characters.</summary>
    public required string Word { get; set; }
}

/// <summary>A phone on which a user has signed in.</summary>
public sealed class Device
{
    /// <summary>The number of the device.</summary>
    public long Id { get; set; }

    /// <summary>The phone's user.</summary>
    public long UserId { get; set; }

    /// <summary>The phone's user.</summary>
    public User? User { get; set; }

    /// <summary>The name that the phone sent.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the phone's token, hexadecimal. The token itself is not stored.</summary>
    public required string TokenHash { get; set; }

    /// <summary>When the phone signed in, seconds since 2020-01-01T00:00:00Z.</summary>
    public long CreatedAt { get; set; }

    /// <summary>When the phone last called the API, seconds since 2020-01-01T00:00:00Z.</summary>
    public long SeenAt { get; set; }

    /// <summary>When the phone was signed out or reported lost, seconds since 2020-01-01T00:00:00Z; null while it is signed in.</summary>
    public long? RevokedAt { get; set; }

    /// <summary>
    /// When the phone last got a key without a proof that it is at the site, seconds since 2020-01-01T00:00:00Z; null for never.
    /// </summary>
    public long? KeyWithoutHereAt { get; set; }

    /// <summary>The version of the app, as the phone said it last; null for never.</summary>
    public string? AppVersion { get; set; }

    /// <summary>The last refusal at a door, in the words of the app; null for none.</summary>
    public string? Refusal { get; set; }

    /// <summary>When the phone was refused, as it said, seconds since 2020-01-01T00:00:00Z; null for never.</summary>
    public long? RefusedAt { get; set; }
}

/// <summary>A sign-in code. It signs one phone in and is valid once. The staff give it to the user.</summary>
public sealed class SignInCode
{
    /// <summary>The number of the code.</summary>
    public long Id { get; set; }

    /// <summary>The user whose phone the code signs in.</summary>
    public long UserId { get; set; }

    /// <summary>SHA-256 of the code, hexadecimal.</summary>
    public required string CodeHash { get; set; }

    /// <summary>When the code expires, seconds since 2020-01-01T00:00:00Z.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>When the code was used, seconds since 2020-01-01T00:00:00Z; null before.</summary>
    public long? UsedAt { get; set; }
}
