using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Shared;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LockFirmware.Facility.Features.Account;

/// <summary>The page of a one-time link. It sets a password.</summary>
[EnableRateLimiting(RateLimitPolicies.Anonymous)]
public sealed class InvitationModel(StaffAccounts accounts) : PageModel
{
    /// <summary>The link's code.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The member's login; null if the link is not valid.</summary>
    public string? Login { get; private set; }

    /// <summary>What is wrong with the password, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task OnGetAsync(string? code)
    {
        Code = code ?? "";
        Login = (await accounts.InvitedAsync(Code))?.Login;
    }

    /// <summary>Sets the password.</summary>
    public async Task<IActionResult> OnPostAsync(string? code)
    {
        string password = Request.Secret("password");
        Code = code ?? "";
        StaffMember? member = await accounts.InvitedAsync(Code);
        Login = member?.Login;
        Complaint = PasswordRules.Complaint(password, member)
            ?? (password != Request.Secret("again") ? "The two passwords differ." : null);
        if (member == null || Complaint != null)
            return Page();
        if (await accounts.AcceptAsync(Code, password) is not { } accepted)
        {
            Login = null;
            return Page();
        }
        await HttpContext.SignInStaffAsync(accepted);
        return LocalRedirect("/");
    }
}
