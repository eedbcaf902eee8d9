using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Staff.Members;

/// <summary>The staff.</summary>
public sealed class IndexModel(FacilityDb db, StaffService staff) : PageModel
{
    /// <summary>All members.</summary>
    public IReadOnlyList<StaffMember> Members { get; private set; } = [];

    /// <summary>What is wrong with the form, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync() =>
        Members = await db.Staff.AsNoTracking().OrderBy(member => member.Name).ThenBy(member => member.Id).ToListAsync();

    /// <summary>Invites a member.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, string? login, int[]? permission)
    {
        MemberChange change = await staff.InviteAsync(name ?? "", login ?? "", StaffService.Of(permission));
        Complaint = change.Complaint;
        if (Complaint != null)
        {
            await OnGetAsync();
            return Page();
        }
        TempData["Link"] = change.Code;
        return RedirectToPage("Member", new { id = change.Member!.Id });
    }
}
