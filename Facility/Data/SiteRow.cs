namespace LockFirmware.Facility.Data;

/// <summary>The facility itself: the one row of its table.</summary>
public sealed class SiteRow : IVersioned
{
    /// <summary>The number of the one row.</summary>
    public const int OnlyId = 1;

    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public int Id { get; set; } = OnlyId;

    /// <summary>The facility's name, for people.</summary>
    public required string Name { get; set; }

    /// <summary>The facility's number, in every key and lock.</summary>
    public long FacilityId { get; set; }

    /// <summary>The facility's secret, encrypted by Data Protection; see <see cref="Site.SecretVault"/>.</summary>
    public required string ProtectedSecret { get; set; }

    /// <summary>The zone by its IANA name.</summary>
    public required string Zone { get; set; }

    /// <summary>The zone's rule as locks keep it, 14 bytes in hex.</summary>
    public required string ZoneRule { get; set; }

    /// <summary>Holidays like 2026-12-25, one a line, at most 16.</summary>
    public string Holidays { get; set; } = "";

    /// <summary>How long a key lasts, hours, 1..8760.</summary>
    public int KeyLifetimeHours { get; set; } = 7 * 24;

    /// <summary>Whether a phone must show that it is on the site to get a key.</summary>
    public HereRule HereRule { get; set; } = HereRule.Required;

    /// <summary>How long activity is kept, days, 30..3650; 0 for ever.</summary>
    public int ActivityDays { get; set; } = 400;

    /// <summary>The number of the next key; those below 1001 are the facility's own.</summary>
    public long NextKeyId { get; set; } = 1001;

    /// <summary>
    /// Counts the draws from <see cref="NextKeyId"/> and the changes of settings and staff, so that no two go on from the same
    /// state.
    /// </summary>
    public int Version { get; set; }

    /// <summary>When it was made, seconds since 2020-01-01T00:00:00Z.</summary>
    public long CreatedAt { get; set; }
}

/// <summary>Whether a key is given only on the site. Stored as a number.</summary>
public enum HereRule
{
    /// <summary>Always.</summary>
    Required = 0,

    /// <summary>One key a day and phone is given without.</summary>
    OnceADayWithout = 1,

    /// <summary>Never.</summary>
    Off = 2,
}

/// <summary>One of the staff who signs in to the portal.</summary>
public sealed class StaffMember
{
    /// <summary>The number of the member.</summary>
    public long Id { get; set; }

    /// <summary>The full name.</summary>
    public required string Name { get; set; }

    /// <summary>What is typed to sign in, lower case, unique.</summary>
    public required string Login { get; set; }

    /// <summary>The hash of the password; empty until the invitation is used.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>What the member may do.</summary>
    public Permissions Permissions { get; set; }

    /// <summary>Whether the member may sign in.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Changes when everything signed in must end: a new password, other permissions, deactivation.</summary>
    public required string Stamp { get; set; }

    /// <summary>SHA-256 of the one-time link that sets the password, hex; empty for none.</summary>
    public string InvitationHash { get; set; } = "";

    /// <summary>When that link ends, seconds since 2020-01-01T00:00:00Z.</summary>
    public long InvitationUntil { get; set; }

    /// <summary>Wrong passwords in a row.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>Until when no password is looked at, seconds since 2020-01-01T00:00:00Z.</summary>
    public long BlockedUntil { get; set; }
}

/// <summary>What a member of the staff may do. Bits; stored as a number.</summary>
[Flags]
public enum Permissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Users, their devices, payment, keys and shares.</summary>
    ManageUsers = 1,

    /// <summary>Units, letting, overlock and access hours.</summary>
    ManageUnits = 2,

    /// <summary>Locks: lockdown, addresses, alerts.</summary>
    ManageEntries = 4,

    /// <summary>The audit trail.</summary>
    ViewActivity = 8,

    /// <summary>The facility's settings.</summary>
    ManageSettings = 16,

    /// <summary>Staff, and the backup of the facility's secret.</summary>
    Administer = 32,

    /// <summary>Everything.</summary>
    All = 63,
}
