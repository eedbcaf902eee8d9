using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.KeyCrypto;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Staff;

/// <summary>The staff's passwords: set by a one-time link, checked with a pause after wrong ones, ended by a new stamp.</summary>
public sealed class StaffAccounts(FacilityDb db, ChangeRunner runner, IPasswordHasher<StaffMember> hasher, OfficeTrail trail,
    FacilityClock clock)
{
    private const int FailuresMax = 5;
    private const int BlockedSeconds = 300;
    private const int InvitationSeconds = LockTime.SecondsPerDay;

    /// <summary>Makes the first administrator, or its link anew while nobody has a password.</summary>
    /// <returns>The link's code; null where somebody can sign in.</returns>
    public Task<string?> InviteFirstAsync() => runner.StoreAsync(async () =>
    {
        if (await db.Staff.AnyAsync(member => member.PasswordHash != ""))
            return null;
        StaffMember? first = await db.Staff
            .OrderByDescending(member => member.IsActive && (member.Permissions & Permissions.Administer) != 0)
            .ThenBy(member => member.Id).FirstOrDefaultAsync();
        if (first == null)
            db.Staff.Add(
                first = new StaffMember { Name = "Administrator", Login = "admin", Permissions = Permissions.All, Stamp = NewCode() });
        return Invite(first);
    }, code => code != null);

    /// <summary>Creates a one-time link, valid for one day. An earlier link is no longer valid. The caller stores it.</summary>
    /// <returns>The link's code, to be shown once.</returns>
    public string Invite(StaffMember member)
    {
        string code = NewCode();
        member.InvitationHash = HashOf(code);
        member.InvitationUntil = clock.Now + InvitationSeconds;
        return code;
    }

    /// <summary>Finds the member to whom a link belongs.</summary>
    /// <returns>Null if the link was used, has expired or never existed.</returns>
    public async Task<StaffMember?> InvitedAsync(string code)
    {
        string hash = HashOf(code);
        uint now = clock.Now;
        // A link that is valid for longer was made while the clock was ahead.
        return await db.Staff.SingleOrDefaultAsync(member => member.InvitationHash == hash && member.InvitationUntil > now
            && member.InvitationUntil <= now + InvitationSeconds && member.IsActive);
    }

    /// <summary>Sets a password by a one-time link.</summary>
    /// <returns>The member; null when the link was used, has ended or never was.</returns>
    public Task<StaffMember?> AcceptAsync(string code, string password) => runner.StoreAsync(async () =>
    {
        if (await InvitedAsync(code) is not { } member)
            return null;
        // One conditional statement marks the link, so that of two who use it at once only one sets a password.
        await runner.BeginTransactionAsync();
        if (await db.Staff.Where(row => row.Id == member.Id && row.InvitationHash == member.InvitationHash)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.InvitationHash, "")) != 1)
            return null;
        SetPassword(member, password);
        return member;
    }, member => member != null);

    /// <summary>Changes the password of a member who has shown the present one.</summary>
    /// <returns>The member.</returns>
    public Task<StaffMember> ChangePasswordAsync(long id, string password) => runner.StoreAsync(async () =>
    {
        StaffMember member = await db.Staff.SingleAsync(row => row.Id == id);
        SetPassword(member, password);
        trail.Add(AuditAction.PasswordChanged, $"{member.Name} ({member.Login})");
        return member;
    });

    /// <summary>Sets a password; the link and everything signed in end. Stored by the caller.</summary>
    public void SetPassword(StaffMember member, string password)
    {
        member.PasswordHash = hasher.HashPassword(member, password);
        member.InvitationHash = "";
        member.Stamp = NewCode();
    }

    /// <summary>
    /// Ends what a member can sign in with: sign-ins, password and link. The member needs a new link. The caller stores the change.
    /// </summary>
    public static void End(StaffMember member)
    {
        member.PasswordHash = "";
        member.InvitationHash = "";
        member.Stamp = NewCode();
    }

    /// <summary>
    /// Checks a password. Each try is counted before the check, so that many tries at the same time get no more checks than tries one
    /// after the other. Tries are counted by account and address. A browser in which the member has signed in before has a count of its
    /// own, so that no stranger keeps the member out.
    /// </summary>
    /// <param name="login">The login.</param>
    /// <param name="password">The password.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <returns>The member; null if login or password is wrong, or after too many wrong passwords from there.</returns>
    public async Task<StaffMember?> CheckAsync(string login, string password, SignInOrigin origin)
    {
        // No password is longer, so nothing is counted or hashed.
        if (password.Length > PasswordRules.LengthMax)
            return null;
        string lower = LoginOf(login);
        StaffMember? member = await db.Staff.SingleOrDefaultAsync(row => row.Login == lower);
        string who = member == null ? "" : WhoOf(member, origin);
        if (member == null || !member.IsActive || member.PasswordHash.Length == 0 || !await CountAsync(who))
        {
            // This takes as long as the check of a wrong password, so that the time does not show which logins exist.
            hasher.HashPassword(new StaffMember { Name = "", Login = "", Stamp = "" }, password);
            return null;
        }
        if (hasher.VerifyHashedPassword(member, member.PasswordHash, password) == PasswordVerificationResult.Failed)
            return null;
        await db.SignInTries.Where(row => row.Who == who).ExecuteDeleteAsync();
        return member;
    }

    /// <summary>A login as it is stored. Logins that look the same are the same.</summary>
    public static string LoginOf(string typed) =>
        NameKeys.Clean(typed.Normalize(System.Text.NormalizationForm.FormKC)).ToLowerInvariant();

    private static string WhoOf(StaffMember member, SignInOrigin origin) => HashOf(origin.Members.Contains(member.Id)
        ? $"{member.Id} in browser {origin.Browser}"
        : $"{member.Id} from {origin.Address}");

    /// <summary>Counts a try as wrong before the check. The last allowed try starts the pause.</summary>
    /// <returns>False during the pause; then the password must not be checked.</returns>
    private async Task<bool> CountAsync(string who)
    {
        long now = clock.Now;
        // A pause that ends later was stored while the clock was ahead.
        long untilMax = now + BlockedSeconds;
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "SignInTries" ("Who", "FailedCount", "BlockedUntil", "TriedAt") VALUES ({who}, 0, 0, {now}) ON CONFLICT DO NOTHING
            """);
        return await db.SignInTries.Where(row => row.Who == who && (row.BlockedUntil <= now || row.BlockedUntil > untilMax))
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.BlockedUntil, row => row.FailedCount + 1 >= FailuresMax ? untilMax : 0)
                .SetProperty(row => row.FailedCount, row => row.FailedCount + 1 >= FailuresMax ? 0 : row.FailedCount + 1)) == 1;
    }

    /// <summary>The claims in a member's cookie.</summary>
    /// <param name="member">The member.</param>
    /// <param name="session">The code of the sign-in.</param>
    public static ClaimsPrincipal PrincipalOf(StaffMember member, string session = "") => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, member.Id.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, member.Name),
            new Claim(StaffScheme.PermissionsClaim, ((int)member.Permissions).ToString(CultureInfo.InvariantCulture)),
            new Claim(StaffScheme.StampClaim, member.Stamp),
            new Claim(StaffScheme.SessionClaim, session),
        ],
        StaffScheme.Name));

    /// <summary>Creates a random code for a link or a stamp.</summary>
    public static string NewCode() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20)).ToLowerInvariant();

    /// <summary>The hash of a code, as the database stores it.</summary>
    public static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
