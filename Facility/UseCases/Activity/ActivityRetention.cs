using System.Linq.Expressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LockFirmware.Facility.UseCases.Activity;

/// <summary>
/// Deletes activity that is older than the facility keeps it: events of the locks, the office's records, closed alerts. What is known
/// of each trail stays, so that nothing deleted is missed or taken in again. Challenges that no phone can answer any more go as well.
/// </summary>
public sealed class ActivityRetention(FacilityDb db, FacilityClock clock, OfficeTrail trail)
{
    /// <summary>
    /// The shortest time that a facility may set, days. So long an event stays in any case after it has come in, however old it
    /// was then.
    /// </summary>
    public const int DaysMin = 30;

    /// <summary>The longest time, days.</summary>
    public const int DaysMax = 3650;

    /// <summary>Rows that one transaction deletes at most.</summary>
    public const int BatchSize = 1000;

    private const long SecondsPerDay = 86_400;

    private int _eventCount;
    private int _recordCount;
    private int _alertCount;
    private OfficeRecord? _told;

    /// <summary>Deletes what is too old, in small transactions; each tells in the office's trail what it has deleted.</summary>
    /// <param name="stop">Ends it between two of them.</param>
    /// <returns>How many rows of activity.</returns>
    public async Task<int> DeleteOldAsync(CancellationToken stop = default)
    {
        int days = await db.Sites.Select(site => site.ActivityDays).SingleAsync(stop);
        long now = clock.Now;
        // They tell which phone was where, whatever the setting for activity.
        long drawn = now - HereChallenge.KeptSeconds;
        await db.HereChallenges.Where(row => row.DrawnAt < drawn).ExecuteDeleteAsync(stop);
        long before = now - (days * SecondsPerDay);
        if (days == 0 || before <= 0)
            return 0;
        (_eventCount, _recordCount, _alertCount, _told) = (0, 0, 0, null);
        long came = now - (DaysMin * SecondsPerDay);
        IQueryable<long> events = db.Events.Where(row => row.Time < before && row.StoredAt < came)
            .OrderBy(row => row.Time).ThenBy(row => row.Id).Select(row => row.Id);
        // The page of the backup shows when the secret was taken out last.
        string exported = AuditAction.SecretExported.Text();
        IQueryable<long> records = db.OfficeRecords.Where(row => row.At < before && row.What != exported)
            .OrderBy(row => row.At).ThenBy(row => row.Id).Select(row => row.Id);
        IQueryable<long> alerts = db.Alerts.Where(row => row.ClosedAt < before).OrderBy(row => row.ClosedAt).ThenBy(row => row.Id)
            .Select(row => row.Id);
        await EmptyAsync(events, ids => row => ids.Contains(row.Id), db.Events, count => _eventCount += count, days, stop);
        await EmptyAsync(records, ids => row => ids.Contains(row.Id), db.OfficeRecords, count => _recordCount += count, days, stop);
        await EmptyAsync(alerts, ids => row => ids.Contains(row.Id), db.Alerts, count => _alertCount += count, days, stop);
        // Events of hardware that went so long ago are taken in no more.
        await db.PastTrails.Where(row => row.ReplacedAt < before).ExecuteDeleteAsync(stop);
        return _eventCount + _recordCount + _alertCount;
    }

    private async Task EmptyAsync<T>(IQueryable<long> old, Func<long[], Expression<Func<T, bool>>> among, DbSet<T> table, Action<int> count,
        int days, CancellationToken stop)
        where T : class
    {
        while (true)
        {
            long[] ids = await old.Take(BatchSize).ToArrayAsync(stop);
            if (ids.Length == 0)
                return;
            await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(stop);
            int gone = await table.Where(among(ids)).ExecuteDeleteAsync(stop);
            // Another process may be at it too.
            if (gone == 0)
                continue;
            count(gone);
            Tell(days);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }
    }

    private void Tell(int days)
    {
        string words =
            $"older than {days} days: {_eventCount} events from locks, {_recordCount} office records, {_alertCount} closed alerts";
        _told ??= trail.Add(AuditAction.ActivityDeleted, words);
        _told.Detail = words;
    }
}

/// <summary>Deletes old activity every hour.</summary>
internal sealed class RetentionWorker(IServiceScopeFactory scopes, TimeProvider time, ILogger<RetentionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await DeleteAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private async Task DeleteAsync(CancellationToken stop)
    {
        try
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            int count = await scope.ServiceProvider.GetRequiredService<ActivityRetention>().DeleteOldAsync(stop);
            if (count > 0)
                log.LogInformation("{Count} rows of old activity were deleted.", count);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Old activity could not be deleted. The program tries again.");
        }
    }
}
