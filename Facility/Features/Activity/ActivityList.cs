using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>Builds the lines of the trails of all locks, page by page: events, and the gaps between them.</summary>
public sealed class ActivityList(FacilityDb db, EventQuery events, TrailGaps trailGaps, SiteReader site)
{
    private Dictionary<long, string>? _entries;
    private List<TrailGap>? _gaps;
    private ActivityFilter? _gapsFilter;

    /// <summary>The locks by their number.</summary>
    public async Task<IReadOnlyDictionary<long, string>> EntryNamesAsync() =>
        _entries ??= (await db.Entries.Select(entry => new { entry.Id, entry.Name }).ToListAsync()).InOrder(entry => entry.Name)
        .ToDictionary(entry => entry.Id, entry => entry.Name);

    /// <summary>A page of lines.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="behind">The last line of the previous page; null for the first page.</param>
    /// <param name="count">The maximum number of events; gaps are not counted.</param>
    public async Task<ActivityPage> PageAsync(ActivityFilter filter, ListPlace? behind, int count)
    {
        IReadOnlyDictionary<long, string> entries = await EntryNamesAsync();
        if (_gaps == null || _gapsFilter != filter)
        {
            _gaps = await trailGaps.LoadAsync(filter);
            _gapsFilter = filter;
        }
        List<LockEvent> rows = await events.PageAsync(filter, behind, count + 1);
        ListPlace? next = rows.Count > count ? PlaceOf(rows[count - 1]) : null;
        if (rows.Count > count)
            rows.RemoveAt(count);
        LocalTime local = await site.LocalTimeAsync();
        KeyNames names = await KeyNames.LoadAsync(db, rows);
        // A gap comes after the event above it, even if a filter hides that event.
        IEnumerable<(ListPlace Place, int Order, ActivityLine Line)> lines = rows
            .Select(row => (PlaceOf(row), 0, ActivityLine.Of(row, NameOf(entries, row.EntryId), local, names)))
            .Concat(GapsBetween(behind, next)
                .Select((gap, i) => (gap.Place ?? ListPlace.Top, i + 1, ActivityLine.Of(gap, NameOf(entries, gap.EntryId)))));
        return new ActivityPage([.. lines.OrderByDescending(line => line.Place).ThenBy(line => line.Order).Select(line => line.Line)],
            next);
    }

    private static ListPlace PlaceOf(LockEvent row) => new(row.Time, row.Sequence, row.Id);

    // Gaps directly after the last event of a page belong to that page.
    private IEnumerable<TrailGap> GapsBetween(ListPlace? behind, ListPlace? last) => _gaps!.Where(gap =>
        (behind == null || (gap.Place is { } place && place.CompareTo(behind.Value) < 0))
        && (last == null || (gap.Place ?? ListPlace.Top).CompareTo(last.Value) >= 0));

    private static string NameOf(IReadOnlyDictionary<long, string> entries, long entryId) =>
        entries.GetValueOrDefault(entryId, $"lock {entryId}");
}

/// <summary>One page of the list.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="Next">The place after which the next page starts; null for the last page.</param>
public sealed record ActivityPage(IReadOnlyList<ActivityLine> Lines, ListPlace? Next);
