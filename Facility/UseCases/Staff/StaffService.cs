using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Staff;

/// <summary>The result of a change of the staff.</summary>
/// <param name="Complaint">Why nothing was changed, as a text for people; null if the change is done.</param>
/// <param name="Member">The member.</param>
/// <param name="Code">The code of the one-time link, to be shown once; null for none.</param>
public sealed record MemberChange(string? Complaint, StaffMember? Member = null, string? Code = null) : IChangeAnswer
{
    /// <inheritdoc/>
    public bool IsDone => Complaint == null;
}

/// <summary>Changes the members of the staff and their permissions. An administrator who can sign in always remains.</summary>
public sealed class StaffService(FacilityDb db, ChangeRunner runner, StaffAccounts accounts, OfficeTrail trail)
{
    private const int NameLengthMax = 100;

    /// <summary>There is no such member.</summary>
    public static MemberChange Unknown { get; } = new("This staff member does not exist.");

    private static readonly MemberChange LastAdministrator = new(
        "This is the last administrator who can sign in. Make somebody else an administrator first, and have them set a password.");

    /// <summary>Creates a member, who sets a password with a one-time link.</summary>
    public Task<MemberChange> InviteAsync(string name, string login, Permissions permissions) => runner.RunAsync(async () =>
    {
        name = NameKeys.Clean(name);
        login = StaffAccounts.LoginOf(login);
        if (name.Length is 0 or > NameLengthMax || login.Length is 0 or > NameLengthMax || login.Any(char.IsWhiteSpace))
            return new MemberChange("Enter a name and a login without spaces, each at most 100 characters.");
        if (await db.Staff.AnyAsync(row => row.Login == login))
            return new MemberChange($"The login \"{login}\" is taken. Choose another one.");
        StaffMember member =
            new() { Name = name, Login = login, Permissions = permissions & Permissions.All, Stamp = StaffAccounts.NewCode() };
        db.Staff.Add(member);
        string code = accounts.Invite(member);
        trail.Add(AuditAction.MemberInvited, $"{name} ({login}): {Words(member.Permissions)}");
        return new MemberChange(null, member, code);
    });

    /// <summary>Creates a new one-time link. The current password stays valid until the link is used.</summary>
    public Task<MemberChange> RenewLinkAsync(long id) => runner.RunAsync(async () =>
    {
        if (await db.Staff.SingleOrDefaultAsync(row => row.Id == id) is not { } member)
            return Unknown;
        if (!member.IsActive)
            return new MemberChange("Activate the member first.", member);
        string code = accounts.Invite(member);
        trail.Add(AuditAction.MemberLink, $"{member.Name} ({member.Login})");
        return new MemberChange(null, member, code);
    });

    /// <summary>Sets name and permissions. A change of the permissions ends the member's sign-ins.</summary>
    public Task<MemberChange> ChangeAsync(long id, string name, Permissions permissions) => ChangeAsync(id, member =>
    {
        name = name.Trim();
        permissions &= Permissions.All;
        if (name.Length is 0 or > NameLengthMax)
            return "Enter a name of at most 100 characters.";
        if (permissions != member.Permissions)
        {
            trail.Add(AuditAction.MemberPermissions, $"{name} ({member.Login}): {Words(member.Permissions)} -> {Words(permissions)}");
            member.Stamp = StaffAccounts.NewCode();
        }
        else if (name != member.Name)
        {
            trail.Add(AuditAction.MemberRenamed, $"{member.Name} -> {name} ({member.Login})");
        }
        member.Name = name;
        member.Permissions = permissions;
        return null;
    });

    /// <summary>Activates or deactivates a member. A deactivation ends the member's sign-ins and an unused link.</summary>
    public Task<MemberChange> ActivateAsync(long id, bool isActive) => ChangeAsync(id, member =>
    {
        if (member.IsActive == isActive)
            return null;
        member.IsActive = isActive;
        member.Stamp = StaffAccounts.NewCode();
        member.InvitationHash = "";
        trail.Add(isActive ? AuditAction.MemberActivated : AuditAction.MemberDeactivated, $"{member.Name} ({member.Login})");
        return null;
    });

    /// <summary>Permissions as a text for people.</summary>
    public static string Words(Permissions permissions) => permissions == Permissions.None ? "nothing"
        : string.Join(", ", Names.Where(item => (permissions & item.Permission) != 0).Select(item => item.Name));

    /// <summary>The permissions that the ticked boxes of a form represent.</summary>
    public static Permissions Of(int[]? boxes) => (Permissions)(boxes ?? []).Aggregate(0, (all, box) => all | box) & Permissions.All;

    /// <summary>Each permission with its name, for people.</summary>
    public static IReadOnlyList<(Permissions Permission, string Name)> Names { get; } =
    [
        (Permissions.ManageUsers, "users and their keys"),
        (Permissions.ManageUnits, "units and access hours"),
        (Permissions.ManageEntries, "entries"),
        (Permissions.ViewActivity, "activity"),
        (Permissions.ManageSettings, "settings"),
        (Permissions.Administer, "staff, backup and job files"),
    ];

    private Task<MemberChange> ChangeAsync(long id, Func<StaffMember, string?> change) => runner.RunAsync(async () =>
    {
        // Each change of the staff claims the facility's row: when two administrators remove each other at once, one of them fails.
        db.Claim(await db.Sites.SingleAsync());
        if (await db.Staff.SingleOrDefaultAsync(row => row.Id == id) is not { } member)
            return Unknown;
        if (change(member) is { } complaint)
            return new MemberChange(complaint, member);
        if (!IsAdministrator(member) && !await db.Staff.AnyAsync(row =>
            row.Id != id && row.IsActive && row.PasswordHash != "" && (row.Permissions & Permissions.Administer) != 0))
            return LastAdministrator;
        return new MemberChange(null, member);
    });

    private static bool IsAdministrator(StaffMember member) =>
        member.IsActive && member.PasswordHash.Length > 0 && (member.Permissions & Permissions.Administer) != 0;
}
