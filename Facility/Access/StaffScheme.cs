using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Access;

/// <summary>How the staff are known in the portal.</summary>
public static class StaffScheme
{
    /// <summary>The authentication scheme: a cookie.</summary>
    public const string Name = "Staff";

    /// <summary>The claim that carries the member's <see cref="Permissions"/> as a number.</summary>
    public const string PermissionsClaim = "permissions";

    /// <summary>The claim that carries <see cref="StaffMember.Stamp"/>.</summary>
    public const string StampClaim = "stamp";
}

/// <summary>How phones are known to the API.</summary>
public static class PhoneScheme
{
    /// <summary>The authentication scheme: a bearer token.</summary>
    public const string Name = "Phone";

    /// <summary>The claim that carries the device's number; the name identifier is the user's.</summary>
    public const string DeviceClaim = "device";
}
