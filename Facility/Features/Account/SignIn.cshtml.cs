using LockFirmware.Facility.Access;
using LockFirmware.Facility.Features.Shared;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LockFirmware.Facility.Features.Account;

/// <summary>The page on which the staff sign in.</summary>
[EnableRateLimiting(RateLimitPolicies.StaffSignIn)]
public sealed class SignInModel(StaffAccounts accounts) : PageModel
{
    /// <summary>Whether login or password was wrong.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>The address to open after the sign-in.</summary>
    public string ReturnUrl { get; private set; } = "/";

    /// <summary>Shows the form.</summary>
    public void OnGet(string? returnUrl) => ReturnUrl = returnUrl ?? "/";

    /// <summary>Checks the password.</summary>
    public async Task<IActionResult> OnPostAsync(string? login, string? returnUrl)
    {
        ReturnUrl = returnUrl ?? "/";
        if (await accounts.CheckAsync(login ?? "", Request.Secret("password"), KnownBrowser.OriginOf(HttpContext)) is not { } member)
        {
            IsWrong = true;
            return Page();
        }
        await HttpContext.SignInStaffAsync(member);
        return Url.IsLocalUrl(ReturnUrl) ? LocalRedirect(ReturnUrl) : LocalRedirect("/");
    }
}
