using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Ledgers;

/// <summary>
/// Reads and changes the ledger of a lock and the trails of its replaced hardware. It also updates what repeats their values for lists
/// and queries: columns of the lock's row, and the rows of <see cref="FacilityDb.Gaps"/>.
/// </summary>
/// <remarks>
/// The caller's SaveChanges stores the changes. It throws DbUpdateConcurrencyException if the ledger was changed in the meantime; then
/// run the whole change again, see <see cref="Conflicts"/>.
/// </remarks>
public sealed class LedgerStore(FacilityDb db, SecretVault vault, VisitRequests visits, FacilityClock clock)
{
    /// <summary>Reads a ledger without changing it.</summary>
    /// <exception cref="InvalidDataException">The ledger cannot be read: the database is damaged.</exception>
    public async Task<LockLedger> ReadAsync(Entry entry) =>
        await TryReadAsync(entry)
        ?? throw new InvalidDataException($"The ledger of lock {entry.Id} cannot be read; restore the database from a backup.");

    /// <summary>Reads a ledger without changing it.</summary>
    /// <returns>Null if the ledger cannot be read: the database is damaged.</returns>
    public async Task<LockLedger?> TryReadAsync(Entry entry)
    {
        if (entry.Ledger == null && db.Entry(entry).State == EntityState.Detached)
            entry.Ledger = await db.Ledgers.AsNoTracking().SingleOrDefaultAsync(row => row.EntryId == entry.Id);
        else
            await LoadAsync([entry]);
        return entry.Ledger == null ? null : TryRead(entry.Ledger);
    }

    /// <summary>Reads the ledger in a row.</summary>
    /// <returns>Null if the ledger cannot be read: the database is damaged.</returns>
    public static LockLedger? TryRead(LedgerRow row)
    {
        LockLedger ledger = new((uint)row.EntryId, 1);
        return ledger.TryRead(row.Bytes) ? ledger : null;
    }

    /// <summary>Reads the trail of hardware that was replaced.</summary>
    /// <returns>Null if the trail cannot be read: the database is damaged.</returns>
    public static EventTrail? TryRead(PastTrail row)
    {
        EventTrail trail = new(1);
        return trail.TryRead(row.Trail) ? trail : null;
    }

    /// <summary>Loads the ledgers of several locks with one query. Without it, each is loaded when it is first read.</summary>
    /// <param name="entries">Tracked rows.</param>
    /// <exception cref="DbUpdateConcurrencyException">A row was read before a change and its ledger after it.</exception>
    public async Task LoadAsync(IEnumerable<Entry> entries)
    {
        Dictionary<long, Entry> missing = entries.Where(entry => entry.Ledger == null).Distinct().ToDictionary(entry => entry.Id);
        if (missing.Count == 0)
            return;
        long[] ids = [.. missing.Keys];
        // The database context sets the Ledger of a tracked row when it loads the ledger.
        foreach (var loaded in await db.Entries.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Version, row.Ledger })
            .ToListAsync())
        {
            if (loaded.Version != db.Entry(missing[loaded.Id]).Property(row => row.Version).OriginalValue)
                throw new DbUpdateConcurrencyException($"Lock {loaded.Id} was changed in the meantime.");
        }
    }

    /// <summary>Changes a ledger.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="change">The change. It receives the ledger and the lock's secrets.</param>
    public async Task<T> ChangeAsync<T>(Entry entry, Func<LockLedger, ILockSecretsSource, T> change)
    {
        LockLedger ledger = await ReadAsync(entry);
        T result = change(ledger, vault.SourceOf(entry.Id));
        if (await WriteAsync(entry, ledger) && entry.HasOpenItems)
            visits.RequestUnlessVisited(entry);
        return result;
    }

    /// <summary>Queues an item for a lock, and makes the lock due for a visit. The item goes into a notice when a carrier asks.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="queue">Queues the item; returns false if too many notices are waiting for this lock.</param>
    public Task<bool> QueueAsync(Entry entry, Func<LockLedger, bool> queue) => ChangeAsync(entry, (ledger, _) => queue(ledger));

    /// <summary>All open notices of a lock, in the order of delivery. Store them before a carrier gets them.</summary>
    public Task<IssuedNotice[]> MakeNoticesAsync(Entry entry) =>
        ChangeAsync(entry, (ledger, source) => ledger.MakeNotices(clock.Now, source));

    /// <summary>Takes in that an installer gave the lock a new generation. Of replaced hardware, the trail is kept.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="generation">The new generation.</param>
    /// <param name="isOtherHardware">Whether the hardware was replaced: it has applied no notice, and its events start at 1.</param>
    /// <returns>False if the generation is not above the current one; then nothing is changed.</returns>
    public async Task<bool> RenewAsync(Entry entry, ushort generation, bool isOtherHardware)
    {
        LockLedger ledger = await ReadAsync(entry);
        if (generation <= ledger.Generation)
            return false;
        while (ledger.HighestGeneration < generation)
            ledger.NextGeneration();
        if (!isOtherHardware)
            return ledger.Provisioned(generation) && await WriteAsync(entry, ledger);
        if (ledger.Replaced(generation) is not { } past)
            return false;
        db.PastTrails.Add(new PastTrail { EntryId = entry.Id, Hardware = entry.Hardware, Trail = past.ToBytes(), ReplacedAt = clock.Now });
        await GapRows.ReplaceAsync(db, entry.Id, entry.Hardware, GapRows.Of(entry.Id, entry.Hardware, past, isPast: true));
        entry.Hardware++;
        return await WriteAsync(entry, ledger);
    }

    /// <summary>Changes the trail of replaced hardware. Of two changes at the same time, the second one is run again.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="past">A tracked row of the same lock, which can be read.</param>
    /// <param name="change">The change.</param>
    public async Task<T> ChangePastAsync<T>(Entry entry, PastTrail past, Func<EventTrail, T> change)
    {
        EventTrail trail = TryRead(past)!;
        T result = change(trail);
        byte[] bytes = trail.ToBytes();
        if (bytes.AsSpan().SequenceEqual(past.Trail))
            return result;
        past.Trail = bytes;
        db.Claim(entry);
        await GapRows.ReplaceAsync(db, entry.Id, past.Hardware, GapRows.Of(entry.Id, past.Hardware, trail, isPast: true));
        return result;
    }

    /// <summary>Gives a new row a ledger from another program.</summary>
    /// <param name="entry">A row that is not stored yet.</param>
    /// <param name="ledger">The ledger.</param>
    public Task AdoptAsync(Entry entry, LockLedger ledger) => WriteAsync(entry, ledger);

    /// <summary>
    /// Compares the rows of <see cref="FacilityDb.Gaps"/> with the trails of some locks, and corrects them. The rows of a trail that
    /// cannot be read are replaced by one of the kind <see cref="GapKind.Unreadable"/>.
    /// </summary>
    /// <param name="entryIds">The locks.</param>
    /// <returns>The locks with a trail that cannot be read, and the number of its hardware.</returns>
    public async Task<IReadOnlyList<(long EntryId, int Hardware)>> CheckAsync(long[] entryIds)
    {
        List<Entry> entries = await db.Entries.Include(entry => entry.Ledger).Where(entry => entryIds.Contains(entry.Id)).ToListAsync();
        List<PastTrail> past = await db.PastTrails.AsNoTracking().Where(row => entryIds.Contains(row.EntryId)).ToListAsync();
        await db.Gaps.Where(row => entryIds.Contains(row.EntryId)).LoadAsync();
        GapRow[] rows =
            [.. entries.SelectMany(entry =>
                GapRows.Of(entry.Id, entry.Hardware, entry.Ledger == null ? null : TryRead(entry.Ledger)?.Trail, isPast: false)),
            .. past.SelectMany(row => GapRows.Of(row.EntryId, row.Hardware, TryRead(row), isPast: true))];
        IReadOnlySet<long> corrected = GapRows.Replace(db, row => entryIds.Contains(row.EntryId), rows);
        // If a ledger is changed at the same time, this change is run again.
        foreach (Entry entry in entries.Where(entry => corrected.Contains(entry.Id)))
            db.Claim(entry);
        return [.. rows.Where(row => row.Kind == GapKind.Unreadable).Select(row => (row.EntryId, row.Hardware))];
    }

    /// <summary>Writes a ledger with everything that repeats its values.</summary>
    /// <returns>Whether the ledger has changed.</returns>
    private async Task<bool> WriteAsync(Entry entry, LockLedger ledger)
    {
        byte[] bytes = ledger.ToBytes();
        if (bytes.AsSpan().SequenceEqual(entry.Ledger!.Bytes))
            return false;
        List<GapRow> before = RowsOf(entry, TryRead(entry.Ledger)!);
        List<GapRow> after = RowsOf(entry, ledger);
        entry.Ledger.Bytes = bytes;
        db.Claim(entry);
        entry.Head = ledger.Trail.Head;
        entry.StoredThrough = ledger.Trail.StoredThrough;
        entry.Applied = ledger.Applied;
        entry.LastNotice = ledger.LastNumber;
        entry.HasOpenItems = ledger.HasOpenItems;
        entry.IsOverlocked = ledger.IsOverlocked;
        entry.IsLockdown = ledger.IsLockdown;
        if (!GapRows.AreSame(before, after))
            await GapRows.ReplaceAsync(db, entry.Id, entry.Hardware, after);
        return true;
    }

    private static List<GapRow> RowsOf(Entry entry, LockLedger ledger) =>
        GapRows.Of(entry.Id, entry.Hardware, ledger.Trail, isPast: false);
}
