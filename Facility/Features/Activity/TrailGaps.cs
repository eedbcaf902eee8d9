using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>A run of events that the facility does not have.</summary>
/// <param name="EntryId">The lock.</param>
/// <param name="Kind">The reason.</param>
/// <param name="First">The first number; 0 if no number is known.</param>
/// <param name="Last">The last number.</param>
/// <param name="Place">The event just above it; null for the top of the list.</param>
public sealed record TrailGap(long EntryId, GapKind Kind, long First, long Last, ListPlace? Place);

/// <summary>Finds the gaps in the trails and their places in the list.</summary>
public sealed class TrailGaps(FacilityDb db)
{
    /// <summary>
    /// The gaps of the locks that a filter shows, in the order of the list. Filters by user and kind hide no gap, because the missing
    /// events are unknown.
    /// </summary>
    public async Task<List<TrailGap>> LoadAsync(ActivityFilter filter)
    {
        IQueryable<GapRow> gaps = db.Gaps.AsNoTracking();
        if (filter.EntryId is { } entryId)
            gaps = gaps.Where(gap => gap.EntryId == entryId);
        List<TrailGap> placed = [];
        // If the event above was deleted because of its age, the gap is as old and is not shown.
        foreach (var row in await (
            from gap in gaps
            join item in db.Events on new { gap.EntryId, gap.Hardware, Sequence = gap.Above }
                equals new { item.EntryId, item.Hardware, item.Sequence } into above
            from item in above.DefaultIfEmpty()
            where gap.Above == 0 || item != null
            select new
            {
                Gap = gap,
                Time = (long?)item!.Time,
                Sequence = (long?)item.Sequence,
                Id = (long?)item.Id,
                IsPast = db.Entries.Any(entry => entry.Id == gap.EntryId && entry.Hardware > gap.Hardware),
            }).ToListAsync())
        {
            ListPlace? place = row is { Time: { } time, Sequence: { } sequence, Id: { } id } ? new ListPlace(time, sequence, id)
                : row.IsPast ? await FirstOfLaterAsync(row.Gap)
                : null;
            placed.Add(new TrailGap(row.Gap.EntryId, row.Gap.Kind, row.Gap.First, row.Gap.Last, place));
        }
        return [.. placed.Where(gap => IsWithin(gap, filter)).OrderByDescending(gap => gap.Place ?? ListPlace.Top)
            .ThenBy(gap => gap.EntryId).ThenByDescending(gap => gap.First)];
    }

    /// <summary>The place of the first event of later hardware; null if there is none yet.</summary>
    private async Task<ListPlace?> FirstOfLaterAsync(GapRow gap)
    {
        var first = await db.Events.AsNoTracking().Where(row => row.EntryId == gap.EntryId && row.Hardware > gap.Hardware)
            .OrderBy(row => row.Hardware).ThenBy(row => row.Sequence)
            .Select(row => new { row.Time, row.Sequence, row.Id }).FirstOrDefaultAsync();
        return first == null ? null : new ListPlace(first.Time, first.Sequence, first.Id);
    }

    private static bool IsWithin(TrailGap gap, ActivityFilter filter) =>
        gap.Place is not { } place
        || ((filter.From == null || place.Time >= filter.From) && (filter.Until == null || place.Time < filter.Until));
}
