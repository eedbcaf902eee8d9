using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Units;

/// <summary>Lets units, moves tenants out, and overlocks units. Each change is one transaction with its notices.</summary>
public sealed class LeaseService(FacilityDb db, ChangeRunner runner, KeyRevocation keys, UserSearchIndex words, LedgerStore ledgers,
    SiteReader site, OfficeTrail trail, FacilityClock clock)
{
    /// <summary>Lets a vacant unit, raises its tenancy number, and lifts an overlock for the former tenant's rent.</summary>
    public Task<ChangeAnswer> LetAsync(long unitId, long userId) => runner.RunAsync(async () =>
    {
        if (await UnitAsync(unitId) is not { } unit)
            return NoUnit;
        if (unit.Lease?.UserId == userId)
            return ChangeAnswer.Done($"{unit.Name} is let to this user.");
        if (await db.Users.SingleOrDefaultAsync(row => row.Id == userId && !row.IsErased) is not { } user)
            return ChangeAnswer.NoUser;
        if (await LetAsync(unit, user) is { } refusal)
            return refusal;
        await words.RefreshAsync(user);
        trail.Add(AuditAction.UnitLet, $"{unit.Name}, tenancy {unit.Tenancy}", userId, unit.EntryId);
        return ChangeAnswer.Done(
            $"{unit.Name} is let, tenancy {unit.Tenancy}. {OverlockWords(unit)}{await FetchWordsAsync(unit)}");
    });

    /// <summary>
    /// Moves the tenant out. Keys to which no other lease entitles the tenant are revoked, and the unit's lock refuses the old tenancy.
    /// </summary>
    public Task<ChangeAnswer> MoveOutAsync(long unitId) => runner.RunAsync(async () =>
    {
        if (await UnitAsync(unitId) is not { } unit)
            return NoUnit;
        if (unit.Lease?.User is not { } user)
            return ChangeAnswer.Done($"{unit.Name} is vacant.");
        string over = unit.Lease.EndsAt <= clock.Now
            ? $" The lease had ended after {LeaseEnds.Words(LeaseEnds.LastDayOf(unit.Lease, SiteReader.ZoneOf(await site.RowAsync())))}."
            : "";
        (ChangeAnswer? refusal, string untold) = await MoveOutAsync(unit, user, []);
        if (refusal != null)
            return refusal;
        await words.RefreshAsync(user);
        trail.Add(AuditAction.MovedOut, $"{unit.Name}; the tenancy is {unit.Tenancy} now.{over}{untold}", user.Id, unit.EntryId);
        return ChangeAnswer.Done(
            $"{unit.Name} is vacant. The former tenant's keys are revoked."
            + (unit.Entry == null ? "" : " The lock refuses them as soon as it gets the notice, or when the next tenant opens it.")
            + untold);
    });

    /// <summary>Sets the end of a lease. Keys that would expire later are revoked, and new keys expire with the lease.</summary>
    /// <param name="unitId">A unit that is let.</param>
    /// <param name="lastDay">The last day; null for no end date.</param>
    public Task<ChangeAnswer> SetEndAsync(long unitId, DateOnly? lastDay) => runner.RunAsync(async () =>
    {
        if (await UnitAsync(unitId) is not { } unit)
            return NoUnit;
        if (unit.Lease is not { User: { } user } lease)
            return ChangeAnswer.Refused($"{unit.Name} is vacant: it has no lease to end.");
        ZoneRule zone = SiteReader.ZoneOf(await site.RowAsync());
        if (lastDay is { } day && LeaseEnds.EndOf(day, zone) <= clock.Now)
            return ChangeAnswer.Refused("This day is in the past. To end the lease now, move the tenant out.");
        DateOnly? before = LeaseEnds.LastDayOf(lease, zone);
        if (before == lastDay)
            return ChangeAnswer.Done($"{unit.Name}: nothing to change.");
        LeaseEnds.Set(lease, lastDay, zone);
        List<Lease> leases = await AccessEntitlement.OpenLeases(db, user.Id, clock.Now).ToListAsync();
        // A lease that had ended and goes on is not yet stored as open.
        if (!await keys.RevokeUnpassableAsync(user, [.. leases.Where(open => open.Id != lease.Id), lease], KeyEnd.LeaseEndSet))
            return ChangeAnswer.TooMuchWaits;
        trail.Add(AuditAction.LeaseEndSet, $"{unit.Name}: last day {LeaseEnds.Words(before)} -> {LeaseEnds.Words(lastDay)}", user.Id,
            unit.EntryId);
        return ChangeAnswer.Done(lastDay == null
            ? $"The lease of {unit.Name} has no end date."
            : $"The last day of the lease of {unit.Name} is {LeaseEnds.Words(lastDay)}. Keys expire with the lease. Then "
            + "move the tenant out so that the unit can be let again.");
    });

    /// <summary>Moves a tenant from one unit to a vacant one.</summary>
    public Task<ChangeAnswer> TransferAsync(long fromUnitId, long toUnitId) => runner.RunAsync(async () =>
    {
        if (await UnitAsync(fromUnitId) is not { } from || await UnitAsync(toUnitId) is not { } to)
            return NoUnit;
        if (from.Lease?.User is not { } user)
            return ChangeAnswer.Refused($"{from.Name} is vacant, so there is no tenant to move.");
        ZoneRule zone = SiteReader.ZoneOf(await site.RowAsync());
        DateOnly? lastDay = LeaseEnds.LastDayOf(from.Lease, zone);
        bool isOver = from.Lease.EndsAt <= clock.Now;
        if (await LetAsync(to, user) is { } refusal)
            return refusal;
        if (!isOver)
            LeaseEnds.Set(to.Lease!, lastDay, zone);
        (ChangeAnswer? second, string untold) = await MoveOutAsync(from, user, [to.Lease!]);
        if (second != null)
            return second;
        await words.RefreshAsync(user);
        trail.Add(AuditAction.MovedOut, $"{from.Name}, to {to.Name}; the tenancy is {from.Tenancy} now.{untold}", user.Id, from.EntryId);
        trail.Add(AuditAction.UnitLet, $"{to.Name}, from {from.Name}, tenancy {to.Tenancy}, last day {LeaseEnds.Words(to.Lease!.LastDay)}",
            user.Id, to.EntryId);
        return ChangeAnswer.Done(
            $"The tenant has {to.Name} now, tenancy {to.Tenancy}, and {from.Name} is vacant. {LastDayWords(lastDay, isOver)}"
            + $"{OverlockWords(to)}{await FetchWordsAsync(to)}{untold}");
    });

    /// <summary>Overlocks a unit by the office, whether or not rent is owed.</summary>
    public Task<ChangeAnswer> OverlockAsync(long unitId) => runner.RunAsync(async () =>
    {
        if (await UnitAsync(unitId) is not { } unit)
            return NoUnit;
        if (unit.Overlock == OverlockReason.Office)
            return ChangeAnswer.Done($"{unit.Name} is overlocked by the office.");
        if (!await UnitLock.SetAsync(ledgers, unit, OverlockReason.Office))
            return ChangeAnswer.TooMuchWaits;
        trail.Add(AuditAction.Overlocked, $"{unit.Name}, by the office", unit.Lease?.UserId, unit.EntryId);
        return ChangeAnswer.Done(unit.Entry == null
            ? $"{unit.Name} is overlocked by the office. No lock is fitted, so nothing is shut."
            : $"{unit.Name} is overlocked by the office; its lock refuses keys as soon as it gets the notice.");
    });

    /// <summary>Lifts the office's overlock. While rent is owed, the unit stays overlocked for that reason.</summary>
    public Task<ChangeAnswer> LiftAsync(long unitId) => runner.RunAsync(async () =>
    {
        if (await UnitAsync(unitId) is not { } unit)
            return NoUnit;
        if (unit.Overlock == OverlockReason.None)
            return ChangeAnswer.Done($"{unit.Name} is not overlocked.");
        bool isOwed = unit.Lease?.User?.IsDelinquent == true;
        if (isOwed && unit.Overlock == OverlockReason.Payment)
            return ChangeAnswer.Refused(
                $"{unit.Name} is overlocked because rent is owed. Record the payment on the tenant's page to lift the overlock.");
        if (!await UnitLock.SetAsync(ledgers, unit, isOwed ? OverlockReason.Payment : OverlockReason.None))
            return ChangeAnswer.TooMuchWaits;
        trail.Add(AuditAction.OverlockLifted, isOwed
            ? $"{unit.Name}; still overlocked, rent is owed"
            : unit.Name, unit.Lease?.UserId, unit.EntryId);
        return ChangeAnswer.Done(isOwed
            ? $"The office's overlock of {unit.Name} is lifted; it stays overlocked because rent is owed."
            : $"{unit.Name} is no longer overlocked"
            + (unit.Entry == null ? "." : "; its lock accepts keys as soon as it gets the notice."));
    });

    /// <summary>There is no such unit.</summary>
    public static ChangeAnswer NoUnit { get; } = ChangeAnswer.Refused("This unit does not exist. Nothing was changed.");

    private Task<Unit?> UnitAsync(long unitId) =>
        db.Units.Include(unit => unit.Entry).Include(unit => unit.Lease!.User).SingleOrDefaultAsync(unit => unit.Id == unitId);

    /// <summary>Lets a unit.</summary>
    /// <returns>Null, or the reason for a refusal; then the caller must store nothing.</returns>
    private async Task<ChangeAnswer?> LetAsync(Unit unit, User user)
    {
        if (unit.Lease != null)
            return ChangeAnswer.Refused($"{unit.Name} is already let. Move its tenant out first.");
        if (!user.IsActive)
            return ChangeAnswer.Refused("The account is deactivated. Reactivate it on the user's page first.");
        if (await UnitLock.RaiseTenancyAsync(ledgers, unit) is { } refusal)
            return refusal;
        OverlockReason overlock = unit.Overlock == OverlockReason.Office ? OverlockReason.Office
            : user.IsDelinquent ? OverlockReason.Payment : OverlockReason.None;
        if (!await UnitLock.SetAsync(ledgers, unit, overlock))
            return ChangeAnswer.TooMuchWaits;
        unit.Lease = new Lease { Unit = unit, User = user, UserId = user.Id, Tenancy = unit.Tenancy, StartsAt = clock.Now };
        db.Claim(user);
        return null;
    }

    /// <summary>Ends a unit's lease.</summary>
    /// <param name="unit">A unit that is let.</param>
    /// <param name="user">The tenant.</param>
    /// <param name="added">Leases of the tenant that are not stored yet.</param>
    /// <returns>The reason for a refusal, and then the caller must store nothing. Otherwise null, and a sentence about the gates and doors
    /// whose notice could not be queued.</returns>
    private async Task<(ChangeAnswer? Refusal, string Untold)> MoveOutAsync(Unit unit, User user, IReadOnlyList<Lease> added)
    {
        Lease ended = unit.Lease!;
        // An end that has passed stays: until then the tenant could open.
        ended.EndsAt = Math.Min(ended.EndsAt ?? long.MaxValue, clock.Now);
        unit.Lease = null;
        if (await UnitLock.RaiseTenancyAsync(ledgers, unit) is { } refusal)
            return (refusal, "");
        List<Lease> left = await AccessEntitlement.OpenLeases(db, user.Id, clock.Now).Where(lease => lease.Id != ended.Id).ToListAsync();
        return (null, await keys.EndUnpassableAsync(user, [.. left, .. added], ended));
    }

    private static string LastDayWords(DateOnly? lastDay, bool isOver) => lastDay == null ? ""
        : isOver ? $"The last day {LeaseEnds.Words(lastDay)} had passed, so the new lease has no end date. "
        : $"The last day stays {LeaseEnds.Words(lastDay)}. ";

    /// <summary>How the tenant of a unit gets the keys.</summary>
    private async Task<string> FetchWordsAsync(Unit unit)
    {
        bool hasEntry = unit.EntryId != null || await db.Entries.AnyAsync(entry => entry.Kind == EntryKind.Gate
            || (entry.Kind == EntryKind.BuildingDoor && unit.Building != "" && entry.Building == unit.Building));
        return !hasEntry ? "No lock is fitted that the tenant could open, so there is no key to fetch yet."
            : (await site.RowAsync()).HereRule == HereRule.Required
                ? "The app fetches the keys when an entry is opened with signal."
                : "The app fetches the keys when it has signal.";
    }

    private static string OverlockWords(Unit unit) => unit.Overlock switch
    {
        OverlockReason.Office => "It is still overlocked by the office. Lift the overlock when the tenant may enter. ",
        OverlockReason.Payment => "It is overlocked because the tenant owes rent. ",
        _ => "",
    };
}
