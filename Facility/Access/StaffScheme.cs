using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Access;

/// <summary>How the portal authenticates the staff.</summary>
public static class StaffScheme
{
    /// <summary>The authentication scheme: a cookie.</summary>
    public const string Name = "Staff";

    /// <summary>The claim with the member's <see cref="Permissions"/> as a number.</summary>
    public const string PermissionsClaim = "permissions";

    /// <summary>The claim with <see cref="StaffMember.Stamp"/>.</summary>
    public const string StampClaim = "stamp";

    /// <summary>The claim with the code of the <see cref="StaffSession"/>.</summary>
    public const string SessionClaim = "session";
}

/// <summary>How the API authenticates phones.</summary>
public static class PhoneScheme
{
    /// <summary>The authentication scheme: a bearer token.</summary>
    public const string Name = "Phone";

    /// <summary>The claim with the device's number. The name identifier is the user's number.</summary>
    public const string DeviceClaim = "device";
}
