using LockFirmware.Facility.Data;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace LockFirmware.Facility.Ledgers;

/// <summary>Keeps the rows of <see cref="FacilityDb.Gaps"/> equal to what the trails say.</summary>
internal static class GapRows
{
    /// <summary>The rows of a trail.</summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="hardware">The number of the lock's hardware.</param>
    /// <param name="trail">The trail; null if it cannot be read.</param>
    /// <param name="isPast">Whether the hardware was replaced.</param>
    public static List<GapRow> Of(long entryId, int hardware, EventTrail? trail, bool isPast)
    {
        if (trail == null)
            return [new GapRow { EntryId = entryId, Hardware = hardware, Kind = GapKind.Unreadable }];
        List<GapRow> rows = [];
        uint behind = 0;
        foreach (EventRange gap in trail.Gaps())
        {
            behind = gap.Last;
            Add(gap.First, gap.Last, isPast ? GapKind.Left : GapKind.Missing);
        }
        foreach (EventRange lost in trail.Lost)
            Add(lost.First, lost.Last, GapKind.Dropped);
        uint waiting = trail.NextMissing(behind);
        if (waiting <= trail.Head)
            Add(waiting, trail.Head, isPast ? GapKind.Left : GapKind.Waiting);
        rows.Sort((one, other) => other.First.CompareTo(one.First));
        // Adjacent gaps come before the same event.
        for (int i = 0; i < rows.Count; i++)
            rows[i].Above = i > 0 && rows[i - 1].First == rows[i].Last + 1 ? rows[i - 1].Above
                : rows[i].Last == trail.Head ? 0 : rows[i].Last + 1;
        return rows;

        void Add(uint first, uint last, GapKind kind) =>
            rows.Add(new GapRow { EntryId = entryId, Hardware = hardware, First = first, Last = last, Kind = kind });
    }

    /// <summary>Whether two lists of rows of one trail, in the same order, say the same.</summary>
    public static bool AreSame(IEnumerable<GapRow> one, IEnumerable<GapRow> other) => one
        .Select(row => (row.First, row.Last, row.Above, row.Kind)).SequenceEqual(other
        .Select(row => (row.First, row.Last, row.Above, row.Kind)));

    /// <summary>Changes the rows of one trail to the given ones. The caller's SaveChanges stores the difference.</summary>
    /// <param name="db">The database.</param>
    /// <param name="entryId">The lock.</param>
    /// <param name="hardware">The number of the lock's hardware.</param>
    /// <param name="rows">What the rows must be.</param>
    public static async Task ReplaceAsync(FacilityDb db, long entryId, int hardware, IEnumerable<GapRow> rows)
    {
        await db.Gaps.Where(row => row.EntryId == entryId && row.Hardware == hardware).LoadAsync();
        Replace(db, row => row.EntryId == entryId && row.Hardware == hardware, rows);
    }

    /// <summary>Changes rows that are loaded to the given ones. The caller's SaveChanges stores the difference.</summary>
    /// <param name="db">The database.</param>
    /// <param name="isReplaced">Selects the loaded rows that are replaced.</param>
    /// <param name="rows">What these rows must be.</param>
    /// <returns>The locks of which a row has changed.</returns>
    public static IReadOnlySet<long> Replace(FacilityDb db, Func<GapRow, bool> isReplaced, IEnumerable<GapRow> rows)
    {
        HashSet<long> changed = [];
        var wanted = rows.ToDictionary(row => (row.EntryId, row.Hardware, row.First));
        foreach (EntityEntry<GapRow> known in db.ChangeTracker.Entries<GapRow>().Where(row => isReplaced(row.Entity)).ToList())
        {
            GapRow present = known.Entity;
            if (wanted.Remove((present.EntryId, present.Hardware, present.First), out GapRow? row))
            {
                // A row that was removed earlier in the same change comes back.
                if (known.State == EntityState.Deleted)
                    known.State = EntityState.Modified;
                known.CurrentValues.SetValues(row);
                if (known.State != EntityState.Unchanged)
                    changed.Add(present.EntryId);
            }
            else if (known.State != EntityState.Deleted)
            {
                known.State = known.State == EntityState.Added ? EntityState.Detached : EntityState.Deleted;
                changed.Add(present.EntryId);
            }
        }
        db.Gaps.AddRange(wanted.Values);
        changed.UnionWith(wanted.Values.Select(row => row.EntryId));
        return changed;
    }
}
