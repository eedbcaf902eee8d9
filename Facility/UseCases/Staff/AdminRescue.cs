using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Staff;

/// <summary>A way back in for an administrator who has lost the password: who can start the program with its database may.</summary>
public sealed class AdminRescue(FacilityDb db, ChangeRunner runner, StaffAccounts accounts, OfficeTrail trail)
{
    /// <summary>Creates a new one-time link for an administrator. If no administrator is left, the named member becomes one.</summary>
    /// <param name="login">The login of the administrator or member.</param>
    /// <returns>The link's code.</returns>
    /// <exception cref="InvalidDataException">There is no such administrator; the message lists the administrators.</exception>
    public async Task<string> InviteAsync(string login)
    {
        await accounts.InviteFirstAsync();
        return (await runner.RunAsync(() => RenewAsync(login))).Code!;
    }

    private async Task<MemberChange> RenewAsync(string login)
    {
        string[] administrators = await db.Staff.Where(row => row.IsActive && (row.Permissions & Permissions.Administer) != 0)
            .OrderBy(row => row.Login).Select(row => row.Login).ToArrayAsync();
        string lower = login.Trim().ToLowerInvariant();
        StaffMember? member = await db.Staff.SingleOrDefaultAsync(row => row.Login == lower);
        if (member == null || (administrators.Length > 0 && !administrators.Contains(lower)))
        {
            string choice = administrators.Length > 0
                ? $"These are: {string.Join(", ", administrators)}."
                : "There is none left; name any member of the staff.";
            throw new InvalidDataException($"\"{login}\" is not an administrator of this facility. {choice} Give one with --login.");
        }
        if (administrators.Length == 0)
        {
            member.IsActive = true;
            member.Permissions |= Permissions.Administer;
        }
        string code = accounts.Invite(member);
        trail.Add(AuditAction.StaffInvited, $"{member.Name} ({member.Login}) received a new link on the console.");
        return new MemberChange(null, member, code);
    }
}
