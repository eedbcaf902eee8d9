using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Shared;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Staff;

/// <summary>Where any of the staff change their own password.</summary>
public sealed class PasswordModel(FacilityDb db, StaffAccounts accounts, CurrentStaff current) : PageModel
{
    /// <summary>What is wrong, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Changes the password. The member's other sign-ins end.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        string password = Request.Secret("password");
        StaffMember asking = await db.Staff.AsNoTracking().SingleAsync(row => row.Id == current.Id);
        Complaint = PasswordRules.Complaint(password, asking)
            ?? (password != Request.Secret("again") ? "The two new passwords differ." : null);
        if (Complaint != null)
            return Page();
        if (await accounts.CheckAsync(asking.Login, Request.Secret("present"), KnownBrowser.OriginOf(HttpContext)) is not { } member)
        {
            Complaint = "The current password is wrong. After five wrong passwords wait five minutes.";
            return Page();
        }
        await HttpContext.SignInStaffAsync(await accounts.ChangePasswordAsync(member.Id, password));
        TempData["Said"] = "The password was changed. All other sign-ins of this account have ended.";
        return RedirectToPage("/Index");
    }
}
