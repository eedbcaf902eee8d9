using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>
/// Changes what a user may do: payment status, access hours, active or not. Each change is one transaction with its notices.
/// </summary>
public sealed class AccountChanges(FacilityDb db, ChangeRunner runner, KeyRevocation keys, LedgerStore ledgers, OfficeTrail trail)
{
    /// <summary>Records whether rent is owed, and overlocks the user's units for that reason or lifts such overlocks.</summary>
    public Task<ChangeAnswer> SetPaymentAsync(long userId, bool isDelinquent) => runner.RunAsync(async () =>
    {
        if (await FindAsync(userId) is not { } user)
            return ChangeAnswer.NoUser;
        List<Unit> units = await db.Units.Include(unit => unit.Entry).Where(unit => unit.Lease!.UserId == userId)
            .OrderBy(unit => unit.NameKey)
            .ToListAsync();
        (OverlockReason from, OverlockReason to) = isDelinquent
            ? (OverlockReason.None, OverlockReason.Payment)
            : (OverlockReason.Payment, OverlockReason.None);
        Unit[] changed = [.. units.Where(unit => unit.Overlock == from)];
        bool isSo = user.IsDelinquent == isDelinquent && changed.Length == 0;
        if (!await UnitLock.SetAllAsync(ledgers, changed, to))
            return ChangeAnswer.TooMuchWaits;
        user.IsDelinquent = isDelinquent;
        string words = PaymentWords(isDelinquent, changed, units);
        if (!isSo)
            trail.Add(isDelinquent ? AuditAction.PaymentOwed : AuditAction.PaymentReceived, words, userId);
        return ChangeAnswer.Done(words);
    });

    /// <summary>Gives a user other access hours. Keys that open outside the new hours are revoked.</summary>
    public Task<ChangeAnswer> SetScheduleAsync(long userId, long scheduleId) => runner.RunAsync(async () =>
    {
        if (await FindAsync(userId) is not { } user)
            return ChangeAnswer.NoUser;
        if (await db.Schedules.SingleOrDefaultAsync(row => row.Id == scheduleId) is not { } schedule)
            return ChangeAnswer.Refused("These access hours no longer exist. Choose others.");
        if (user.ScheduleId == scheduleId)
            return ChangeAnswer.Done($"The access hours are \"{schedule.Name}\".");
        user.ScheduleId = scheduleId;
        long keyNotAfter = user.KeyNotAfter;
        if (!await keys.RevokeOutsideAsync(userId, WeekHours.Of(schedule)))
            return ChangeAnswer.TooMuchWaits;
        trail.Add(AuditAction.HoursChanged, $"to \"{schedule.Name}\"", userId);
        return ChangeAnswer.Done($"The access hours are \"{schedule.Name}\" now. " + (user.KeyNotAfter == keyNotAfter
            ? "Keys get the new hours when they are renewed."
            : "Keys that would open outside these hours are revoked; the app fetches new ones."));
    });

    /// <summary>
    /// Deactivates an account and revokes its keys, or reactivates it. It succeeds even if the notice to a lock cannot be queued.
    /// </summary>
    public Task<ChangeAnswer> SetActiveAsync(long userId, bool isActive) => runner.RunAsync(async () =>
    {
        if (await FindAsync(userId) is not { } user)
            return ChangeAnswer.NoUser;
        if (user.IsActive == isActive)
            return ChangeAnswer.Done(isActive ? "The account is active." : "The account is deactivated.");
        string untold = isActive ? "" : await keys.EndAsync(user, KeyEnd.Deactivated);
        user.IsActive = isActive;
        trail.Add(isActive ? AuditAction.UserReactivated : AuditAction.UserDeactivated, isActive ? "" : $"keys revoked.{untold}", userId);
        return ChangeAnswer.Done(isActive
            ? "The account is active again: the app can fetch keys."
            : $"The account is deactivated and its keys are revoked. Each lock refuses them as soon as it gets the notice.{untold}");
    });

    /// <summary>Finds the user to change.</summary>
    /// <returns>Null if the user does not exist or was erased.</returns>
    private Task<User?> FindAsync(long userId) => db.Users.SingleOrDefaultAsync(row => row.Id == userId && !row.IsErased);

    private static string PaymentWords(bool isDelinquent, Unit[] changed, List<Unit> units)
    {
        string names = string.Join(", ", changed.Select(unit => unit.Name));
        string byOffice = string.Join(", ", units.Where(unit => unit.Overlock == OverlockReason.Office).Select(unit => unit.Name));
        string words = (isDelinquent, changed.Length) switch
        {
            (true, 0) => "Rent is owed: no new keys are issued.",
            (true, _) => $"Rent is owed: no new keys are issued, and overlocked: {names}.",
            (false, 0) => "Rent is paid.",
            (false, _) => $"Rent is paid; no longer overlocked: {names}.",
        };
        return byOffice.Length > 0 && !isDelinquent ? $"{words} Still overlocked by the office: {byOffice}." : words;
    }
}
