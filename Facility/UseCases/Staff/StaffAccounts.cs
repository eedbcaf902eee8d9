using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Staff;

/// <summary>The staff's passwords: set by a one-time link, checked with a pause after wrong ones, ended by a new stamp.</summary>
public sealed class StaffAccounts(FacilityDb db, IPasswordHasher<StaffMember> hasher, FacilityClock clock)
{
    /// <summary>Characters that a password has at least.</summary>
    public const int PasswordLengthMin = 12;

    private const int FailuresMax = 5;
    private const int BlockedSeconds = 300;
    private const int InvitationSeconds = LockTime.SecondsPerDay;

    /// <summary>Makes the first administrator, or its link anew while nobody has a password.</summary>
    /// <returns>The link's code; null where somebody can sign in.</returns>
    public async Task<string?> InviteFirstAsync()
    {
        if (await db.Staff.AnyAsync(member => member.PasswordHash != ""))
            return null;
        StaffMember? first = await db.Staff.OrderBy(member => member.Id).FirstOrDefaultAsync();
        if (first == null)
            db.Staff.Add(
                first = new StaffMember { Name = "Administrator", Login = "admin", Permissions = Permissions.All, Stamp = NewCode() });
        string code = Invite(first);
        await db.SaveChangesAsync();
        return code;
    }

    /// <summary>Gives a member a one-time link, valid for a day; the one before ends. Stored by the caller.</summary>
    /// <returns>The link's code, shown once.</returns>
    public string Invite(StaffMember member)
    {
        string code = NewCode();
        member.InvitationHash = HashOf(code);
        member.InvitationUntil = clock.Now + InvitationSeconds;
        return code;
    }

    /// <summary>The member whose link this is.</summary>
    /// <returns>Null when it was used, has ended or never was.</returns>
    public async Task<StaffMember?> InvitedAsync(string code)
    {
        string hash = HashOf(code);
        uint now = clock.Now;
        return await db.Staff.SingleOrDefaultAsync(member => member.InvitationHash == hash && member.InvitationUntil > now
            && member.IsActive);
    }

    /// <summary>Sets a password; the link and everything signed in end.</summary>
    public async Task SetPasswordAsync(StaffMember member, string password)
    {
        member.PasswordHash = hasher.HashPassword(member, password);
        member.InvitationHash = "";
        member.Stamp = NewCode();
        member.FailedSignIns = 0;
        member.BlockedUntil = 0;
        await db.SaveChangesAsync();
    }

    /// <summary>
    /// Checks a password. Each is counted before it is looked at, so that many at once are looked at no more often than one after
    /// the other.
    /// </summary>
    /// <returns>The member; null when login or password is wrong, or after too many wrong ones.</returns>
    public async Task<StaffMember?> CheckAsync(string login, string password)
    {
        string lower = login.Trim().ToLowerInvariant();
        StaffMember? member = await db.Staff.SingleOrDefaultAsync(row => row.Login == lower);
        if (member == null || !member.IsActive || member.PasswordHash.Length == 0 || !await CountAsync(member.Id))
        {
            // As long as a wrong password takes, so that nobody learns which logins there are.
            hasher.HashPassword(new StaffMember { Name = "", Login = "", Stamp = "" }, password);
            return null;
        }
        if (hasher.VerifyHashedPassword(member, member.PasswordHash, password) == PasswordVerificationResult.Failed)
            return null;
        await db.Staff.Where(row => row.Id == member.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.FailedSignIns, 0).SetProperty(row => row.BlockedUntil, 0));
        return member;
    }

    /// <summary>Counts a password as wrong until it turns out to be right; the last one that is allowed begins the pause.</summary>
    /// <returns>False during the pause: then it is not looked at.</returns>
    private async Task<bool> CountAsync(long id)
    {
        long now = clock.Now;
        return await db.Staff.Where(row => row.Id == id && row.BlockedUntil <= now).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.BlockedUntil, row => row.FailedSignIns + 1 >= FailuresMax ? now + BlockedSeconds : row.BlockedUntil)
            .SetProperty(row => row.FailedSignIns, row => row.FailedSignIns + 1 >= FailuresMax ? 0 : row.FailedSignIns + 1)) == 1;
    }

    /// <summary>What the cookie carries.</summary>
    public static ClaimsPrincipal PrincipalOf(StaffMember member) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, member.Id.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, member.Name),
            new Claim(StaffScheme.PermissionsClaim, ((int)member.Permissions).ToString(CultureInfo.InvariantCulture)),
            new Claim(StaffScheme.StampClaim, member.Stamp),
        ],
        StaffScheme.Name));

    /// <summary>Ends a cookie whose member has changed since it was given.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        FacilityDb db = context.HttpContext.RequestServices.GetRequiredService<FacilityDb>();
        string? stamp = context.Principal?.FindFirstValue(StaffScheme.StampClaim);
        if (long.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out long id)
            && await db.Staff.AnyAsync(member => member.Id == id && member.Stamp == stamp && member.IsActive))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(StaffScheme.Name);
    }

    /// <summary>An unguessable code for a link or a stamp.</summary>
    public static string NewCode() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20)).ToLowerInvariant();

    /// <summary>What is kept of a code.</summary>
    public static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
