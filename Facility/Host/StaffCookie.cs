using LockFirmware.Facility.Access;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LockFirmware.Facility.Host;

/// <summary>The cookie of a signed-in member of the staff.</summary>
internal static class StaffCookie
{
    /// <summary>Sets its options.</summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "facility";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromSeconds(StaffSessions.LongestSeconds);
        options.SlidingExpiration = false;
        options.LoginPath = "/account/sign-in";
        options.AccessDeniedPath = "/account/denied";
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>Rejects a cookie whose sign-in is no longer valid.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (await context.HttpContext.RequestServices.GetRequiredService<StaffSessions>().IsValidAsync(context.Principal))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(StaffScheme.Name);
    }
}
