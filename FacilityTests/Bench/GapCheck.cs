using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>Compares rows and columns that repeat values of ledgers and trails with the ledgers and trails themselves.</summary>
internal static class GapCheck
{
    /// <summary>The gap rows, and the columns that repeat a ledger, say what ledgers and trails of replaced hardware say.</summary>
    public static Task AssertAsync(FacilityBench bench) => bench.InDbAsync(async db =>
    {
        List<Entry> entries = await db.Entries.AsNoTracking().Include(entry => entry.Ledger).ToListAsync();
        List<GapRow> expected = [];
        foreach (Entry entry in entries)
        {
            LockLedger ledger = LedgerStore.TryRead(entry.Ledger!)!;
            expected.AddRange(GapRows.Of(entry.Id, entry.Hardware, ledger.Trail, isPast: false));
            Assert.AreEqual(((long)ledger.Trail.StoredThrough, (long)ledger.Applied, (long)ledger.LastNumber),
                (entry.StoredThrough, entry.Applied, entry.LastNotice));
            Assert.AreEqual((ledger.HasOpenItems, ledger.IsOverlocked, ledger.IsLockdown),
                (entry.HasOpenItems, entry.IsOverlocked, entry.IsLockdown));
        }
        foreach (PastTrail past in await db.PastTrails.AsNoTracking().ToListAsync())
            expected.AddRange(GapRows.Of(past.EntryId, past.Hardware, LedgerStore.TryRead(past), isPast: true));
        CollectionAssert.AreEqual(Lines(expected), Lines(await db.Gaps.AsNoTracking().ToListAsync()));
        return true;
    });

    private static string[] Lines(IEnumerable<GapRow> rows) => [.. rows.OrderBy(row => row.EntryId).ThenBy(row => row.Hardware)
        .ThenBy(row => row.First).Select(row => $"{row.EntryId}/{row.Hardware}: {row.First}-{row.Last} {row.Kind}, then {row.Above}")];
}
