using System.Net.Mail;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>The name and addresses of a user.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Email">Empty when unknown.</param>
/// <param name="Phone">Empty when unknown.</param>
public sealed record UserIdentity(string Name, string Email, string Phone)
{
    /// <summary>The maximum length of a name or an address, characters.</summary>
    public const int LengthMax = 200;

    /// <summary>What is wrong, as a text for people; null if nothing is.</summary>
    public string? Complaint() =>
        Name.Length == 0 ? "Enter a name."
        : Name.Length > LengthMax || Email.Length > LengthMax || Phone.Length > LengthMax ? $"At most {LengthMax} characters."
        : Email.Length > 0 && !MailAddress.TryCreate(Email, out _)
        ? $"\"{Email}\" is not an e-mail address. Write it like ada@example.com, or leave it empty."
        : Phone.Any(letter => !char.IsAsciiDigit(letter) && !" +-()/.".Contains(letter))
        ? $"\"{Phone}\" is not a telephone number. Write digits, like +1 555 0100, or leave it empty."
        : null;
}

/// <summary>Creates, changes and erases users. Each change is one transaction with its notices.</summary>
public sealed class UserRecords(FacilityDb db, ChangeRunner runner, UserSearchIndex words, KeyRevocation keys, PhoneChanges phones,
    OfficeTrail trail, FacilityClock clock)
{
    /// <summary>The name of a user who was erased.</summary>
    public const string ErasedName = "Erased user";

    /// <summary>Creates a user.</summary>
    /// <returns>The answer, and the user's number if the user was created.</returns>
    public async Task<(ChangeAnswer Answer, long UserId)> AddAsync(UserIdentity identity, long scheduleId)
    {
        User? added = null;
        ChangeAnswer answer = await runner.RunAsync(async () =>
        {
            if (identity.Complaint() is { } complaint)
                return ChangeAnswer.Refused(complaint);
            if (!await db.Schedules.AnyAsync(row => row.Id == scheduleId))
                return ChangeAnswer.Refused("These access hours no longer exist. Choose others.");
            added = new User
            {
                Name = identity.Name,
                Email = identity.Email,
                Phone = identity.Phone,
                ScheduleId = scheduleId,
                CreatedAt = clock.Now
            };
            db.Users.Add(added);
            await words.RefreshAsync(added);
            // The record in the trail needs the user's number, which the database assigns when the row is inserted.
            await runner.BeginTransactionAsync();
            await db.SaveChangesAsync();
            trail.Add(AuditAction.UserAdded, "", added.Id);
            return ChangeAnswer.Done("The user was created. Next, let a unit to the user and create a sign-in code for the phone.");
        });
        return (answer, answer.IsDone ? added!.Id : 0);
    }

    /// <summary>Changes name and addresses.</summary>
    public Task<ChangeAnswer> EditAsync(long userId, UserIdentity identity) => runner.RunAsync(async () =>
    {
        if (await db.Users.SingleOrDefaultAsync(row => row.Id == userId && !row.IsErased) is not { } user)
            return ChangeAnswer.NoUser;
        if (identity.Complaint() is { } complaint)
            return ChangeAnswer.Refused(complaint);
        user.Name = identity.Name;
        user.Email = identity.Email;
        user.Phone = identity.Phone;
        await words.RefreshAsync(user);
        trail.Add(AuditAction.UserEdited, "name or addresses", userId);
        return ChangeAnswer.Done("The changes are saved.");
    });

    /// <summary>Erases a user: deletes name, addresses, words and phones, and revokes the keys. The trail keeps the number.</summary>
    public async Task<ChangeAnswer> EraseAsync(long userId)
    {
        ChangeAnswer answer = await EraseRowsAsync(userId);
        if (answer.IsDone)
            await SecureDelete.EmptyChangesAsync(db);
        return answer;
    }

    private Task<ChangeAnswer> EraseRowsAsync(long userId) => runner.RunAsync(async () =>
    {
        if (await db.Users.SingleOrDefaultAsync(row => row.Id == userId) is not { } user)
            return ChangeAnswer.NoUser;
        if (user.IsErased)
            return ChangeAnswer.Done("The user is erased.");
        List<string> units = await db.Units.Where(unit => unit.Lease!.UserId == userId).OrderBy(unit => unit.NameKey)
            .Select(unit => unit.Name)
            .ToListAsync();
        if (units.Count > 0)
            return ChangeAnswer.Refused($"The user still has {string.Join(", ", units)}. Move the user out first, then erase.");
        string untold = await keys.EndAsync(user, KeyEnd.Erased);
        user.IsErased = true;
        user.IsActive = false;
        user.IsDelinquent = false;
        (user.KeyNotAfter, user.KeyRevokedAt) = (User.NoKey, null);
        (user.Name, user.Email, user.Phone) = (ErasedName, "", "");
        await words.RefreshAsync(user);
        await ForgetPhonesAsync(userId);
        trail.Add(AuditAction.UserErased, $"name, addresses and phones; keys revoked.{untold}", userId);
        return ChangeAnswer.Done($"The user was erased. The trail keeps only the user number.{untold}");
    });

    private async Task ForgetPhonesAsync(long userId)
    {
        await phones.SignOutAllAsync(userId);
        List<Device> devices = await db.Devices.Where(row => row.UserId == userId).ToListAsync();
        foreach (Device device in devices)
        {
            (device.Name, device.TokenHash) = ("erased", $"erased {device.Id}");
            (device.CreatedAt, device.SeenAt, device.RevokedAt, device.KeyWithoutHereAt) = (0, 0, clock.Now, null);
            (device.AppVersion, device.Refusal, device.RefusedAt) = (null, null, null);
        }
        long[] deviceIds = [.. devices.Select(device => device.Id)];
        db.HereChallenges.RemoveRange(await db.HereChallenges.Where(row => deviceIds.Contains(row.DeviceId)).ToListAsync());
        // No other kind of record contains the name of a phone.
        string signedIn = AuditAction.PhoneSignedIn.Text();
        foreach (OfficeRecord record in await db.OfficeRecords.Where(row => row.UserId == userId && row.What == signedIn).ToListAsync())
            record.Detail = "erased";
        db.SignInCodes.RemoveRange(await db.SignInCodes.Where(code => code.UserId == userId).ToListAsync());
        foreach (KeyShare share in await db.Shares.Where(row => row.Key!.UserId == userId || row.GuestId == userId).ToListAsync())
            share.GuestName = "";
    }
}
