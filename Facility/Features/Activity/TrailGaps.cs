using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>Why events of a lock are not in the list.</summary>
public enum GapKind
{
    /// <summary>Later events are stored, but no carrier has brought these events yet.</summary>
    Missing,

    /// <summary>The lock reported that it overwrote the events, or the office marked them as lost.</summary>
    Dropped,

    /// <summary>The events are the newest, and the lock still has them.</summary>
    Waiting,

    /// <summary>The hardware with the events was replaced. Only a phone that has already read them can bring them.</summary>
    Left,

    /// <summary>The ledger cannot be read, so it is unknown which events are missing.</summary>
    Unreadable,
}

/// <summary>A run of events that the facility does not have.</summary>
/// <param name="EntryId">The lock.</param>
/// <param name="Kind">The reason.</param>
/// <param name="First">The first number; 0 if no number is known.</param>
/// <param name="Last">The last number.</param>
/// <param name="Place">The event just above it; null for the top of the list.</param>
public sealed record TrailGap(long EntryId, GapKind Kind, uint First, uint Last, ListPlace? Place);

/// <summary>Finds the gaps in the trails and their places in the list.</summary>
public sealed class TrailGaps(FacilityDb db)
{
    /// <summary>
    /// The gaps of the locks that a filter shows, in the order of the list. Filters by user and kind hide no gap, because the missing
    /// events are unknown.
    /// </summary>
    public async Task<List<TrailGap>> LoadAsync(ActivityFilter filter)
    {
        List<TrailGap> placed = [];
        IQueryable<Entry> entries = db.Entries.AsNoTracking();
        IQueryable<PastTrail> past = db.PastTrails.AsNoTracking();
        if (filter.EntryId is { } entryId)
        {
            entries = entries.Where(entry => entry.Id == entryId);
            past = past.Where(trail => trail.EntryId == entryId);
        }
        foreach (Entry entry
            in await entries.Select(entry => new Entry { Id = entry.Id, Name = "", Ledger = entry.Ledger, Hardware = entry.Hardware })
            .ToListAsync())
            placed.AddRange(await PlaceAsync(entry.Id, entry.Hardware, LedgerStore.TryRead(entry)?.Trail, isPast: false));
        foreach (PastTrail trail in await past.ToListAsync())
            placed.AddRange(await PlaceAsync(trail.EntryId, trail.Hardware, LedgerStore.TryRead(trail), isPast: true));
        return [.. placed.Where(gap => IsWithin(gap, filter)).OrderByDescending(gap => gap.Place ?? new ListPlace(long.MaxValue, 0))
            .ThenBy(gap => gap.EntryId).ThenByDescending(gap => gap.First)];
    }

    /// <summary>The gaps of a trail.</summary>
    internal static IEnumerable<TrailGap> Of(long entryId, EventTrail trail, bool isPast)
    {
        uint behind = 0;
        foreach (EventRange gap in trail.Gaps())
        {
            behind = gap.Last;
            yield return new TrailGap(entryId, isPast ? GapKind.Left : GapKind.Missing, gap.First, gap.Last, null);
        }
        foreach (EventRange lost in trail.Lost)
            yield return new TrailGap(entryId, GapKind.Dropped, lost.First, lost.Last, null);
        uint waiting = trail.NextMissing(behind);
        if (waiting <= trail.Head)
            yield return new TrailGap(entryId, isPast ? GapKind.Left : GapKind.Waiting, waiting, trail.Head, null);
    }

    private async Task<IEnumerable<TrailGap>> PlaceAsync(long entryId, int hardware, EventTrail? trail, bool isPast)
    {
        if (trail == null)
            return [new TrailGap(entryId, GapKind.Unreadable, 0, 0, isPast ? await FirstOfLaterAsync(entryId, hardware) : null)];
        TrailGap[] gaps = [.. Of(entryId, trail, isPast).OrderByDescending(gap => gap.First)];
        if (gaps.Length == 0)
            return gaps;
        // Adjacent gaps come after the same event.
        long[] above = new long[gaps.Length];
        for (int i = 0; i < gaps.Length; i++)
            above[i] = i > 0 && gaps[i - 1].First == gaps[i].Last + 1 ? above[i - 1] : (long)gaps[i].Last + 1;
        var places = await db.Events.AsNoTracking()
            .Where(row => row.EntryId == entryId && row.Hardware == hardware && above.Contains(row.Sequence))
            .Select(row => new { row.Sequence, row.Time, row.Id }).ToDictionaryAsync(row => row.Sequence);
        ListPlace? end = isPast && above[0] > trail.Head ? await FirstOfLaterAsync(entryId, hardware) : null;
        // If the event above was deleted because of its age, the gap is as old and is not shown.
        return gaps.Select((gap, i) => (Gap: gap, Above: above[i])).Where(item => item.Above > trail.Head || places.ContainsKey(item.Above))
            .Select(item => item.Gap with { Place = places.TryGetValue(item.Above, out var row) ? new ListPlace(row.Time, row.Id) : end });
    }

    /// <summary>The place of the first event of later hardware; null if there is none yet.</summary>
    private async Task<ListPlace?> FirstOfLaterAsync(long entryId, int hardware)
    {
        var first = await db.Events.AsNoTracking().Where(row => row.EntryId == entryId && row.Hardware > hardware)
            .OrderBy(row => row.Hardware).ThenBy(row => row.Sequence).Select(row => new { row.Time, row.Id }).FirstOrDefaultAsync();
        return first == null ? null : new ListPlace(first.Time, first.Id);
    }

    private static bool IsWithin(TrailGap gap, ActivityFilter filter) =>
        gap.Place is not { } place
        || ((filter.From == null || place.Time >= filter.From) && (filter.Until == null || place.Time < filter.Until));
}
