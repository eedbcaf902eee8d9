using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyCrypto.Gateway;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>Why events of a lock are not in the list.</summary>
public enum HoleKind
{
    /// <summary>Later ones are here: a carrier has not brought them, or the gateway has still to fetch them.</summary>
    Missing,

    /// <summary>The lock has said that they were overwritten, or somebody has given them up.</summary>
    Dropped,

    /// <summary>They are the newest, and still in the lock.</summary>
    Waiting,
}

/// <summary>A run of events that the facility does not have.</summary>
/// <param name="EntryId">The lock.</param>
/// <param name="Kind">Why.</param>
/// <param name="First">The first number.</param>
/// <param name="Last">The last number.</param>
/// <param name="Place">The event just above it; null for the top of the list.</param>
public sealed record TrailHole(long EntryId, HoleKind Kind, uint First, uint Last, ListPlace? Place);

/// <summary>Finds what is not in the trails, and where it would stand.</summary>
public sealed class TrailHoles(FacilityDb db)
{
    /// <summary>The holes of the locks that a filter shows, in the order of the list. Filters of user and kind hide none: nobody knows what was in them.</summary>
    public async Task<List<TrailHole>> LoadAsync(ActivityFilter filter)
    {
        List<TrailHole> holes = [];
        Dictionary<long, int> hardware = [];
        IQueryable<Entry> entries = db.Entries.AsNoTracking();
        if (filter.EntryId is { } entryId)
            entries = entries.Where(entry => entry.Id == entryId);
        IQueryable<Entry> ledgers = entries.OrderBy(entry => entry.Id).Select(entry => new Entry { Id = entry.Id, Name = "", Ledger = entry.Ledger, Hardware = entry.Hardware });
        await foreach (Entry entry in ledgers.AsAsyncEnumerable())
        {
            holes.AddRange(Of(entry.Id, LedgerStore.Read(entry).Trail));
            hardware[entry.Id] = entry.Hardware;
        }
        List<TrailHole> placed = [];
        foreach (IGrouping<long, TrailHole> ofEntry in holes.GroupBy(hole => hole.EntryId))
            placed.AddRange(await PlaceAsync([.. ofEntry], hardware[ofEntry.Key]));
        return [.. placed.Where(hole => IsWithin(hole, filter)).OrderByDescending(hole => hole.Place ?? new ListPlace(long.MaxValue, 0)).ThenBy(hole => hole.EntryId).ThenByDescending(hole => hole.First)];
    }

    /// <summary>The holes of a trail.</summary>
    internal static IEnumerable<TrailHole> Of(long entryId, EventTrail trail)
    {
        uint behind = 0;
        while (trail.TryNextGap(behind, out uint first, out uint count))
        {
            behind = first + count - 1;
            yield return new TrailHole(entryId, HoleKind.Missing, first, behind, null);
        }
        for (int i = 0; i < trail.Lost.Count; i++)
            yield return new TrailHole(entryId, HoleKind.Dropped, trail.Lost.First(i), trail.Lost.Last(i), null);
        uint waiting = trail.NextMissing(behind);
        if (waiting <= trail.Head)
            yield return new TrailHole(entryId, HoleKind.Waiting, waiting, trail.Head, null);
    }

    private async Task<IEnumerable<TrailHole>> PlaceAsync(List<TrailHole> holes, int hardware)
    {
        long entryId = holes[0].EntryId;
        holes = [.. holes.OrderByDescending(hole => hole.First)];
        // Holes that touch one another stand below the same event.
        long[] above = new long[holes.Count];
        for (int i = 0; i < holes.Count; i++)
            above[i] = i > 0 && holes[i - 1].First == holes[i].Last + 1 ? above[i - 1] : (long)holes[i].Last + 1;
        var places = await db.Events.AsNoTracking()
            .Where(row => row.EntryId == entryId && row.Hardware == hardware && above.Contains(row.Sequence))
            .Select(row => new { row.Sequence, row.Time, row.Id }).ToDictionaryAsync(row => row.Sequence);
        return holes.Select((hole, i) => places.TryGetValue(above[i], out var row) ? hole with { Place = new ListPlace(row.Time, row.Id) } : hole);
    }

    private static bool IsWithin(TrailHole hole, ActivityFilter filter) =>
        hole.Place is not { } place || ((filter.From == null || place.Time >= filter.From) && (filter.Until == null || place.Time < filter.Until));
}
