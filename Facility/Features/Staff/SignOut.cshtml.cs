using LockFirmware.Facility.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LockFirmware.Facility.Features.Staff;

/// <summary>Signs a member out.</summary>
public sealed class SignOutModel : PageModel
{
    /// <summary>Signs the member out.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutStaffAsync();
        return Redirect("/account/sign-in");
    }
}
