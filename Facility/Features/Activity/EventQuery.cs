using System.Linq.Expressions;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>Reads the trails page by page, newest first. Each page costs the same.</summary>
public sealed class EventQuery(FacilityDb db)
{
    /// <summary>Reads the events after a place.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="behind">The last line of the previous page; null for the first page.</param>
    /// <param name="count">The maximum number of rows.</param>
    public async Task<List<LockEvent>> PageAsync(ActivityFilter filter, ListPlace? behind, int count)
    {
        if (filter.Kinds is not { Count: > 1 } kinds)
            return await Query(filter, filter.Kinds?[0], behind, count).ToListAsync();
        // An index sorts the events of one kind, but not of several kinds: read the newest of each kind and merge them.
        List<LockEvent> all = [];
        foreach (int kind in kinds)
            all.AddRange(await Query(filter, kind, behind, count).ToListAsync());
        return [.. all.OrderByDescending(row => row.Time).ThenByDescending(row => row.Sequence).ThenByDescending(row => row.Id)
            .Take(count)];
    }

    /// <summary>The query of one page and one kind.</summary>
    internal IQueryable<LockEvent> Query(ActivityFilter filter, int? kind, ListPlace? behind, int count)
    {
        IQueryable<LockEvent> rows = db.Events.AsNoTracking();
        if (filter.UserId is { } userId)
            rows = rows.Where(row => row.UserId == userId);
        if (filter.EntryId is { } entryId)
            rows = rows.Where(row => row.EntryId == entryId);
        if (kind is { } wanted)
            rows = rows.Where(row => row.Kind == wanted);
        if (filter.From is { } from)
            rows = rows.Where(row => row.Time >= from);
        if (filter.Until is { } until)
            rows = rows.Where(row => row.Time < until);
        if (behind is { } place)
            rows = rows.Where(Behind(place));
        return rows.OrderByDescending(row => row.Time).ThenByDescending(row => row.Sequence).ThenByDescending(row => row.Id).Take(count);
    }

    // The index can use only the first condition. The second removes the lines that the previous page has shown.
    private static Expression<Func<LockEvent, bool>> Behind(ListPlace place) =>
        row => row.Time <= place.Time && (row.Time < place.Time || row.Sequence < place.Sequence
            || (row.Sequence == place.Sequence && row.Id < place.Id));
}
