using System.Linq.Expressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LockFirmware.Facility.UseCases.Activity;

/// <summary>
/// Deletes activity that is older than the facility's setting: events of the locks, office records and closed alerts. The trails'
/// states stay, so that deleted events do not count as gaps and are not stored again. It also deletes expired challenges.
/// </summary>
public sealed class ActivityRetention(FacilityDb db, FacilityClock clock, OfficeTrail trail)
{
    /// <summary>
    /// The shortest time that a facility may set, days. An event is kept at least this long after the facility stored it, whatever its
    /// own time.
    /// </summary>
    public const int DaysMin = 30;

    /// <summary>The longest time that a facility may set, days.</summary>
    public const int DaysMax = 3650;

    /// <summary>The maximum number of rows that one transaction deletes.</summary>
    public const int BatchSize = 1000;

    private const long SecondsPerDay = 86_400;

    private int _eventCount;
    private int _recordCount;
    private int _alertCount;
    private OfficeRecord? _record;

    /// <summary>Deletes old rows in small transactions. Each records in the office's trail what was deleted.</summary>
    /// <param name="stop">Stops between two transactions.</param>
    /// <returns>The number of deleted rows of activity.</returns>
    public async Task<int> DeleteOldAsync(CancellationToken stop = default)
    {
        int days = await db.Sites.Select(site => site.ActivityDays).SingleAsync(stop);
        long now = clock.Now;
        // Challenges show which phone was at which lock, so they are deleted whatever the setting for activity is.
        long drawnBefore = now - HereChallenge.KeptSeconds;
        await db.HereChallenges.Where(row => row.DrawnAt < drawnBefore || row.DrawnAt > now).ExecuteDeleteAsync(stop);
        long before = now - (days * SecondsPerDay);
        if (days == 0 || before <= 0)
            return 0;
        (_eventCount, _recordCount, _alertCount, _record) = (0, 0, 0, null);
        long storedBefore = now - (DaysMin * SecondsPerDay);
        IQueryable<long> events = db.Events.Where(row => row.Time < before && row.StoredAt < storedBefore)
            .OrderBy(row => row.Time).ThenBy(row => row.Id).Select(row => row.Id);
        // The Backup page shows when the secret was last exported, and unknown keys may exist after a restoration (UnknownKeys).
        string exported = AuditAction.SecretExported.Text();
        string restored = AuditAction.DatabaseRestored.Text();
        IQueryable<long> records = db.OfficeRecords.Where(row => row.At < before && row.What != exported && row.What != restored)
            .OrderBy(row => row.At).ThenBy(row => row.Id).Select(row => row.Id);
        IQueryable<long> alerts = db.Alerts.Where(row => row.ClosedAt < before).OrderBy(row => row.ClosedAt).ThenBy(row => row.Id)
            .Select(row => row.Id);
        await EmptyAsync(events, ids => row => ids.Contains(row.Id), db.Events, count => _eventCount += count, days, stop);
        await EmptyAsync(records, ids => row => ids.Contains(row.Id), db.OfficeRecords, count => _recordCount += count, days, stop);
        await EmptyAsync(alerts, ids => row => ids.Contains(row.Id), db.Alerts, count => _alertCount += count, days, stop);
        // Events of hardware that was replaced so long ago are no longer accepted.
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Gaps.Where(gap =>
            db.PastTrails.Any(row => row.EntryId == gap.EntryId && row.Hardware == gap.Hardware && row.ReplacedAt < before))
            .ExecuteDeleteAsync(stop);
        await db.PastTrails.Where(row => row.ReplacedAt < before).ExecuteDeleteAsync(stop);
        await transaction.CommitAsync(stop);
        int count = _eventCount + _recordCount + _alertCount;
        if (count > 0)
            await SecureDelete.EmptyChangesAsync(db);
        return count;
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
            int deletedCount = await table.Where(among(ids)).ExecuteDeleteAsync(stop);
            // Another process has deleted these rows in the meantime.
            if (deletedCount == 0)
                continue;
            count(deletedCount);
            Record(days);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }
    }

    private void Record(int days)
    {
        string words =
            $"older than {days} days: {_eventCount} events from locks, {_recordCount} office records, {_alertCount} closed alerts";
        _record ??= trail.Add(AuditAction.ActivityDeleted, words);
        _record.Detail = words;
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
            await scope.ServiceProvider.GetRequiredService<StaffSessions>().DeleteOldAsync();
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
