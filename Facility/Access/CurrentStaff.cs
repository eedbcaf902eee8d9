using System.Globalization;
using System.Security.Claims;

namespace LockFirmware.Facility.Access;

/// <summary>The member of the staff who sent the current request.</summary>
public sealed class CurrentStaff(IHttpContextAccessor http)
{
    /// <summary>The member's number; null for a phone, the gateway or an anonymous request.</summary>
    public long? Id => http.HttpContext?.User is { } user && user.Identity?.AuthenticationType == StaffScheme.Name
        && long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out long id) ? id : null;
}
