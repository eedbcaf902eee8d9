namespace LockFirmware.Facility.Data;

/// <summary>A sign-in of a member of the staff in one browser. The cookie counts only as long as this row is there.</summary>
public sealed class StaffSession
{
    /// <summary>The number of the sign-in.</summary>
    public long Id { get; set; }

    /// <summary>The member.</summary>
    public long StaffId { get; set; }

    /// <summary>SHA-256 of the code in the cookie, hexadecimal.</summary>
    public required string CodeHash { get; set; }

    /// <summary>The member's <see cref="StaffMember.Stamp"/> at the sign-in.</summary>
    public required string Stamp { get; set; }

    /// <summary>When it began, seconds since 2020-01-01T00:00:00Z.</summary>
    public long BeganAt { get; set; }

    /// <summary>When it was last used, up to a minute less, seconds since 2020-01-01T00:00:00Z.</summary>
    public long SeenAt { get; set; }

    /// <summary>The address from which it began.</summary>
    public string Address { get; set; } = "";

    /// <summary>What the browser said of itself.</summary>
    public string Browser { get; set; } = "";
}

/// <summary>How many wrong passwords somebody has tried for one account: from one address, or in one browser that is known.</summary>
public sealed class SignInTry
{
    /// <summary>SHA-256 of the account with the address or browser, hexadecimal.</summary>
    public required string Who { get; set; }

    /// <summary>The number of wrong passwords in a row.</summary>
    public int FailedCount { get; set; }

    /// <summary>When the pause after wrong passwords ends, seconds since 2020-01-01T00:00:00Z.</summary>
    public long BlockedUntil { get; set; }

    /// <summary>When the first of them was tried, seconds since 2020-01-01T00:00:00Z.</summary>
    public long TriedAt { get; set; }
}
