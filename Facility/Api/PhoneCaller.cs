using System.Globalization;
using System.Security.Claims;
using LockFirmware.Facility.Access;

namespace LockFirmware.Facility.Api;

/// <summary>The phone whose request this is.</summary>
/// <param name="UserId">Whose phone.</param>
/// <param name="DeviceId">Which.</param>
internal readonly record struct PhoneCaller(long UserId, long DeviceId)
{
    /// <summary>The caller of a request that the phones' policy has let through.</summary>
    public static PhoneCaller Of(HttpContext http) =>
        new(Number(http.User, ClaimTypes.NameIdentifier), Number(http.User, PhoneScheme.DeviceClaim));

    private static long Number(ClaimsPrincipal user, string claim) => long.Parse(user.FindFirstValue(claim)!, CultureInfo.InvariantCulture);
}
