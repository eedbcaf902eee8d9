using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Shared;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Staff.Members;

/// <summary>The page of one member of the staff.</summary>
public sealed class MemberModel(FacilityDb db, StaffService staff, CurrentStaff current, PortalAddress portal) : PageModel
{
    /// <summary>The member.</summary>
    public StaffMember Member { get; private set; } = null!;

    /// <summary>What is wrong, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>The one-time link, shown once; null for none.</summary>
    public string? Link { get; private set; }

    /// <summary>Shows the member.</summary>
    public async Task<IActionResult> OnGetAsync(long id)
    {
        if (await db.Staff.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id) is not { } member)
            return NotFound();
        Member = member;
        if (TempData["Link"] is string code)
            Link = portal.Invitation(code, Request);
        return Page();
    }

    /// <summary>Sets name and permissions.</summary>
    public Task<IActionResult> OnPostSaveAsync(long id, string? name, int[]? permission) =>
        AnswerAsync(id, () => staff.ChangeAsync(id, name ?? "", StaffService.Of(permission)), "Saved.");

    /// <summary>Deactivates the member.</summary>
    public Task<IActionResult> OnPostDeactivateAsync(long id) =>
        AnswerAsync(id, () => staff.ActivateAsync(id, false), "Deactivated. All sign-ins of this account have ended.");

    /// <summary>Activates the member.</summary>
    public Task<IActionResult> OnPostActivateAsync(long id) => AnswerAsync(id, () => staff.ActivateAsync(id, true), "Activated.");

    /// <summary>Creates a new one-time link.</summary>
    public Task<IActionResult> OnPostLinkAsync(long id) =>
        AnswerAsync(id, () => staff.RenewLinkAsync(id), "An earlier link is no longer valid.");

    private async Task<IActionResult> AnswerAsync(long id, Func<Task<MemberChange>> work, string said)
    {
        MemberChange change = await work();
        if (change == StaffService.Unknown)
            return NotFound();
        Complaint = change.Complaint;
        if (Complaint != null)
            return await OnGetAsync(id);
        TempData["Said"] = said;
        TempData["Link"] = change.Code;
        if (id == current.Id && change.Member!.IsActive)
            await HttpContext.SignInStaffAsync(change.Member);
        return RedirectToPage(new { id });
    }
}
