using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Authentication;

namespace LockFirmware.Facility.Features.Shared;

/// <summary>Signs members of the staff in and out.</summary>
internal static class StaffSignIn
{
    /// <summary>Signs a member in. The sign-in that the browser had before ends.</summary>
    public static async Task SignInStaffAsync(this HttpContext http, StaffMember member)
    {
        StaffSessions sessions = http.RequestServices.GetRequiredService<StaffSessions>();
        await sessions.EndAsync(http.User);
        await http.SignInAsync(StaffScheme.Name, await sessions.BeginAsync(member,
            http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Headers.UserAgent.ToString()));
        KnownBrowser.Remember(http, member.Id);
    }

    /// <summary>Signs the member out, here and at the server.</summary>
    public static async Task SignOutStaffAsync(this HttpContext http)
    {
        await http.RequestServices.GetRequiredService<StaffSessions>().EndAsync(http.User);
        await http.SignOutAsync(StaffScheme.Name);
    }
}
