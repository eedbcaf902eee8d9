using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>
/// Changes a user's phones and shares: sign-in codes, signing out, lost phones, revoked guests. Each change is one transaction with
/// its notices.
/// </summary>
public sealed class PhoneChanges(FacilityDb db, ChangeRunner runner, KeyRevocation keys, SignInCodes codes, LedgerStore ledgers,
    OfficeTrail trail, FacilityClock clock)
{
    /// <summary>The answer where the user has no such share.</summary>
    internal const string NoSuchShare = "This share does not belong to the user. Nothing was changed.";

    /// <summary>Creates a sign-in code for another phone.</summary>
    /// <returns>The answer, and the code to be shown once; null if there is none.</returns>
    public async Task<(ChangeAnswer Answer, string? Code)> NewCodeAsync(long userId)
    {
        string? code = null;
        ChangeAnswer answer = await runner.RunAsync(async () =>
        {
            if (await FindAsync(userId) is not { IsActive: true })
                return ChangeAnswer.Refused("A deactivated account cannot get a sign-in code. Reactivate it first.");
            code = await codes.NewAsync(userId);
            trail.Add(AuditAction.CodeMade, "a sign-in code for a phone", userId);
            return ChangeAnswer.Done("The sign-in code is valid once, for one day. Earlier codes are no longer valid.");
        });
        return (answer, answer.IsDone ? code : null);
    }

    /// <summary>
    /// Handles a lost phone: signs out all phones of the user, revokes all keys, and creates a code for the new phone. It succeeds even if
    /// the notice to a lock cannot be queued.
    /// </summary>
    /// <returns>The answer, and the code to be shown once; null if there is none.</returns>
    public async Task<(ChangeAnswer Answer, string? Code)> LostAsync(long userId)
    {
        string? code = null;
        ChangeAnswer answer = await runner.RunAsync(async () =>
        {
            code = null;
            if (await FindAsync(userId) is not { } user)
                return ChangeAnswer.NoUser;
            int count = await SignOutAllAsync(userId);
            string untold = await keys.EndAsync(user, KeyEnd.PhoneLost);
            await codes.EndAsync(userId);
            if (user.IsActive)
                code = await codes.NewAsync(userId);
            trail.Add(AuditAction.PhoneLost, $"{(count == 1 ? "1 phone" : $"{count} phones")} signed out, keys revoked.{untold}", userId);
            return ChangeAnswer.Done(
                "All phones of the user are signed out and all keys are revoked. Each lock refuses them as soon as it gets the notice."
                + untold
                + (user.IsActive
                    ? " Give the code to the user for the new phone."
                    : " The account is deactivated, so no sign-in code was created."));
        });
        return (answer, answer.IsDone ? code : null);
    }

    /// <summary>Signs one phone out and revokes its keys. It succeeds even if the notice to a lock cannot be queued.</summary>
    public Task<ChangeAnswer> SignOutAsync(long userId, long deviceId) => runner.RunAsync(async () =>
    {
        if (await FindAsync(userId) == null)
            return ChangeAnswer.NoUser;
        if (await db.Devices.SingleOrDefaultAsync(row => row.Id == deviceId && row.UserId == userId) is not { } device)
            return ChangeAnswer.Refused("This phone does not belong to the user. Nothing was changed.");
        if (device.RevokedAt != null)
            return ChangeAnswer.Done("The phone is signed out.");
        device.RevokedAt = clock.Now;
        string untold = await keys.EndFromDeviceAsync(userId, deviceId);
        trail.Add(AuditAction.PhoneSignedOut, $"phone {deviceId}, its keys revoked.{untold}", userId);
        return ChangeAnswer.Done(
            $"The phone is signed out and its keys are revoked. Each lock refuses them as soon as it gets the notice.{untold}");
    });

    /// <summary>Revokes a user's share for one guest.</summary>
    /// <param name="userId">The user who made the share.</param>
    /// <param name="shareId">The share.</param>
    public Task<ChangeAnswer> RevokeShareAsync(long userId, long shareId) => runner.RunAsync(async () =>
    {
        KeyShare? share = await db.Shares.Include(row => row.Key!.Entry)
            .SingleOrDefaultAsync(row => row.Id == shareId && row.Key!.UserId == userId);
        if (share == null)
            return ChangeAnswer.Refused(NoSuchShare);
        if (share.RevokedAt != null)
            return ChangeAnswer.Done("The share is revoked.");
        share.RevokedAt = clock.Now;
        OfflineKey key = share.Key!;
        bool mayOpen = key.NotAfter > clock.Now && key.State != KeyState.Revoked;
        if (mayOpen
            && !await ledgers.QueueAsync(key.Entry!, ledger => ledger.RevokeGuest((uint)key.Id, (uint)share.GuestId, (uint)key.NotAfter)))
            return ChangeAnswer.TooMuchWaits;
        trail.Add(AuditAction.ShareRevoked, $"guest {share.GuestId} of key {key.Id}", userId, key.EntryId);
        return ChangeAnswer.Done($"The guest is revoked; {key.Entry!.Name} refuses that key as soon as it gets the notice.");
    });

    /// <summary>Signs out all phones of a user. The caller stores it.</summary>
    /// <returns>The number of phones that were signed out.</returns>
    internal async Task<int> SignOutAllAsync(long userId)
    {
        List<Device> devices = await db.Devices.Where(row => row.UserId == userId && row.RevokedAt == null).ToListAsync();
        foreach (Device device in devices)
            device.RevokedAt = clock.Now;
        return devices.Count;
    }

    private Task<User?> FindAsync(long userId) => db.Users.SingleOrDefaultAsync(row => row.Id == userId && !row.IsErased);
}
