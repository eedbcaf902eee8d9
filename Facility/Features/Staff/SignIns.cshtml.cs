using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Shared;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.LockLink;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LockFirmware.Facility.Features.Staff;

/// <summary>The own sign-ins of a member, and how to end them.</summary>
public sealed class SignInsModel(StaffSessions sessions, CurrentStaff current, SiteReader site) : PageModel
{
    /// <summary>The sign-ins that are valid.</summary>
    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    /// <summary>The facility's local time.</summary>
    public LocalTime Time { get; private set; } = null!;

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync()
    {
        Sessions = await sessions.ListAsync(current.Id!.Value);
        Time = await site.LocalTimeAsync();
    }

    /// <summary>Ends one of the sign-ins.</summary>
    public async Task<IActionResult> OnPostEndAsync(long sessionId)
    {
        await sessions.EndAsync(current.Id!.Value, sessionId);
        TempData["Said"] = "That browser is signed out.";
        return RedirectToPage();
    }

    /// <summary>Ends all of them.</summary>
    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        await sessions.EndAllAsync(current.Id!.Value);
        await HttpContext.SignOutStaffAsync();
        return Redirect("/account/sign-in");
    }
}
