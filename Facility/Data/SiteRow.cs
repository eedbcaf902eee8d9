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

    /// <summary>The time zone's IANA name.</summary>
    public required string Zone { get; set; }

    /// <summary>The time zone's rule as locks store it, 14 bytes in hexadecimal.</summary>
    public required string ZoneRule { get; set; }

    /// <summary>Holidays like 2026-12-25, one a line, at most 16.</summary>
    public string Holidays { get; set; } = "";

    /// <summary>The key lifetime, hours, 1..8760.</summary>
    public int KeyLifetimeHours { get; set; } = 7 * 24;

    /// <summary>Whether a phone must prove that it is at the site to get a key.</summary>
    public HereRule HereRule { get; set; } = HereRule.Required;

    /// <summary>Where on the site a phone has signal, for people; empty if the facility has not named it.</summary>
    public string SignalPlace { get; set; } = "";

    /// <summary>How long activity is kept, days, 30..3650; 0 for no limit.</summary>
    public int ActivityDays { get; set; } = 400;

    /// <summary>The number of the next key. The numbers below 1001 are reserved for the facility's own keys.</summary>
    public long NextKeyId { get; set; } = 1001;

    /// <summary>
    /// Keys from this number on that the database does not have were issued after a copy of it was made, and the copy was restored; 0 if
    /// no copy was restored.
    /// </summary>
    public long UnknownKeysFrom { get; set; }

    /// <summary>
    /// Counts the uses of <see cref="NextKeyId"/> and the changes of settings and staff, so that two changes never start from the same
    /// state.
    /// </summary>
    public int Version { get; set; }

    /// <summary>When the facility was created, seconds since 2020-01-01T00:00:00Z.</summary>
    public long CreatedAt { get; set; }

    /// <summary>
    /// The newest time at which something was stored, seconds since 2020-01-01T00:00:00Z, up to a minute less. A clock that is behind it is
    /// wrong, or was ahead before.
    /// </summary>
    public long NewestAt { get; set; }

    /// <summary>In which way the words of the search and the keys of names were computed.</summary>
    public int TextVersion { get; set; }
}

/// <summary>Whether keys are issued only to phones at the site. Stored as a number.</summary>
public enum HereRule
{
    /// <summary>A phone must always be at the site.</summary>
    Required = 0,

    /// <summary>Each phone may get keys once a day without being at the site.</summary>
    OnceADayWithout = 1,

    /// <summary>A phone need not be at the site.</summary>
    Off = 2,
}

/// <summary>A member of the staff, who signs in to the portal.</summary>
public sealed class StaffMember
{
    /// <summary>The number of the member.</summary>
    public long Id { get; set; }

    /// <summary>The full name.</summary>
    public required string Name { get; set; }

    /// <summary>The login, lower case, unique.</summary>
    public required string Login { get; set; }

    /// <summary>The hash of the password; empty until the invitation is used.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>What the member may do.</summary>
    public Permissions Permissions { get; set; }

    /// <summary>Whether the member may sign in.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Changes when all sign-ins must end: after a new password, other permissions or a deactivation.</summary>
    public required string Stamp { get; set; }

    /// <summary>SHA-256 of the one-time link that sets the password, hex; empty for none.</summary>
    public string InvitationHash { get; set; } = "";

    /// <summary>When that link expires, seconds since 2020-01-01T00:00:00Z.</summary>
    public long InvitationUntil { get; set; }
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
