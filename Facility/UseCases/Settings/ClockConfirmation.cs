using System.Linq.Expressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Settings;

/// <summary>
/// Records that the clock is right now and was ahead before: takes back every stored time that is later than now and cannot be so, and
/// revokes the keys that were issued then.
/// </summary>
public sealed class ClockConfirmation(FacilityDb db, ChangeRunner runner, KeyRevocation keys, ClockMark mark, OfficeTrail trail,
    FacilityClock clock)
{
    /// <summary>The newest stored time, if the clock is behind it; null if there is nothing to confirm.</summary>
    /// <returns>Seconds since 2020-01-01T00:00:00Z.</returns>
    public Task<long?> AheadAsync() => mark.AheadAsync();

    /// <summary>Takes the later times back.</summary>
    public Task<ChangeAnswer> RunAsync() => runner.RunAsync(async () =>
    {
        if (await mark.AheadAsync() is not { } newest)
            return ChangeAnswer.Done("The clock is not behind any stored time. Nothing had to be changed.");
        await runner.BeginTransactionAsync();
        await db.Users.RaiseVersionsAsync();
        (int count, string untold) = await keys.EndIssuedAfterAsync(clock.Now);
        await TakeBackAsync(clock.Now);
        SiteRow site = await db.Sites.SingleAsync();
        site.NewestAt = clock.Now;
        trail.Add(AuditAction.ClockConfirmed, $"the clock had been ahead by up to {newest - clock.Now} s; {count} keys revoked.{untold}");
        return ChangeAnswer.Done($"Later times were taken back, and {count} keys from then are revoked. Phones get keys again.{untold}");
    });

    private async Task TakeBackAsync(long now)
    {
        await BackAsync(db.OfficeRecords, row => row.At > now, row => row.At, now);
        await BackAsync(db.Alerts, row => row.At > now, row => row.At, now);
        await BackAsync(db.Alerts, row => row.ClosedAt > now, row => row.ClosedAt, now);
        await BackAsync(db.Events, row => row.StoredAt > now, row => row.StoredAt, now);
        await BackAsync(db.PastTrails, row => row.ReplacedAt > now, row => row.ReplacedAt, now);
        await BackAsync(db.Users, row => row.CreatedAt > now, row => row.CreatedAt, now);
        await BackAsync(db.Devices, row => row.CreatedAt > now, row => row.CreatedAt, now);
        await BackAsync(db.Devices, row => row.SeenAt > now, row => row.SeenAt, now);
        await BackAsync(db.Devices, row => row.RevokedAt > now, row => row.RevokedAt, now);
        await BackAsync(db.Devices, row => row.RefusedAt > now, row => row.RefusedAt, now);
        await BackAsync(db.Devices, row => row.KeyWithoutHereAt > now, row => row.KeyWithoutHereAt, null);
        await BackAsync(db.SignInCodes, row => row.UsedAt > now, row => row.UsedAt, now);
        await BackAsync(db.Shares, row => row.KnownAt > now, row => row.KnownAt, now);
        await BackAsync(db.Shares, row => row.RevokedAt > now, row => row.RevokedAt, now);
        await BackAsync(db.Leases, row => row.StartsAt > now, row => row.StartsAt, now);
        // The end of a lease in force is a date of the future; the end of another one was the moment of moving out.
        await BackAsync(db.Leases, row => row.EndsAt > now && row.Unit!.LeaseId != row.Id, row => row.EndsAt, now);
        await BackAsync(db.Entries, row => row.ContactAt > now, row => row.ContactAt, now);
        await BackAsync(db.Entries, row => row.NextVisitAt > now, row => row.NextVisitAt, 0);
        await BackAsync(db.Entries, row => row.LeaseUntil > now, row => row.LeaseUntil, 0);
        await BackAsync(db.Gateways, row => row.SeenAt > now, row => row.SeenAt, now);
        await BackAsync(db.Heard, row => row.HeardAt > now, row => row.HeardAt, now);
        await BackAsync(db.Heard, row => row.VisitedAt > now, row => row.VisitedAt, now);
        await BackAsync(db.Jobs, row => row.MadeAt > now, row => row.MadeAt, now);
        await db.HereChallenges.Where(row => row.DrawnAt > now).ExecuteDeleteAsync();
    }

    private static Task BackAsync<T, TTime>(DbSet<T> table, Expression<Func<T, bool>> isLater, Expression<Func<T, TTime>> time, TTime to)
        where T : class => table.Where(isLater).ExecuteUpdateAsync(set => set.SetProperty(time, to));
}
