using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>Revokes issued keys, with the notices to the locks. The caller's SaveChanges stores the changes.</summary>
public sealed class KeyRevocation(
    FacilityDb db, LedgerStore ledgers, KeyEnds ends, AlertRaiser alerts, UnknownKeys unknown, FacilityClock clock)
{
    /// <summary>
    /// Revokes a user's keys. Each lock where one may still open gets a notice to refuse the keys that were issued before this second, or
    /// within it if one of them was (docs/protocol.md, 6.2). Keys that are issued later are valid.
    /// </summary>
    /// <param name="userId">The holder.</param>
    /// <param name="why">The reason.</param>
    /// <param name="which">Selects the entries; null for all.</param>
    /// <returns>False if a lock has too many notices waiting; then the caller must store nothing.</returns>
    public async Task<bool> RevokeAsync(long userId, KeyEnd why, Func<Entry, bool>? which = null)
    {
        OfflineKey[] keys = [.. (await OpeningAsync(userId)).Where(key => which == null || which(key.Entry!))];
        List<Entry> unreached = await RefuseAsync(userId, why, keys, [], 0);
        await db.RefreshExpirationAsync(userId);
        return unreached.Count == 0;
    }

    /// <summary>
    /// Revokes all keys on the user's phones: as <see cref="RevokeAsync"/>, and at every entry that the user may pass also keys that this
    /// database does not know; after a restore at every gate and door. If the notice to a lock cannot be queued, the other keys are revoked
    /// all the same. That lock gets an alert, and its keys stay in force, so that a second call revokes them.
    /// </summary>
    /// <param name="user">A tracked row. While the account is active, its leases decide which entries the user may pass.</param>
    /// <param name="why">The reason.</param>
    /// <returns>A sentence about the locks whose notice could not be queued; empty if there are none.</returns>
    public async Task<string> EndAsync(User user, KeyEnd why)
    {
        uint now = clock.Now;
        List<Lease> leases = await AccessEntitlement.OpenLeases(db, user.Id, now).ToListAsync();
        long[] doors = [.. leases.Select(lease => lease.Unit!.EntryId).OfType<long>()];
        List<Entry> all = await db.Entries.Where(entry => entry.Kind != EntryKind.Unit || doors.Contains(entry.Id))
            .OrderBy(entry => entry.Id).ToListAsync();
        Entry[] elsewhere = await unknown.UnpassableAsync(user, []);
        Entry[] others = [.. AccessEntitlement.For(user, leases, all).Select(item => item.Entry).Union(elsewhere)];
        List<Entry> unreached = await RefuseAsync(user.Id, why, await OpeningAsync(user.Id), others, await unknown.UntilAsync());
        await db.RefreshExpirationAsync(user.Id);
        return await AlertUnreachedAsync(user.Id, unreached);
    }

    /// <summary>Revokes the keys that one phone received. The keys of the user's other phones stay valid.</summary>
    /// <returns>A sentence about the locks whose notice could not be queued, as <see cref="EndAsync"/> returns it.</returns>
    public async Task<string> EndFromDeviceAsync(long userId, long deviceId)
    {
        List<Entry> unreached =
            await RefuseEachAsync((await OpeningAsync(userId)).Where(key => key.DeviceId == deviceId), KeyEnd.PhoneSignedOut);
        await db.RefreshExpirationAsync(userId);
        return await AlertUnreachedAsync(userId, unreached);
    }

    /// <summary>
    /// Revokes the keys that were issued while the facility's clock was ahead. Call it as <see cref="RevokeAtEntryAsync"/>.
    /// </summary>
    /// <param name="moment">Keys that were issued after it are revoked, seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>How many, and a sentence about the locks whose notice could not be queued; empty if there are none.</returns>
    public async Task<(int Count, string Untold)> EndIssuedAfterAsync(long moment)
    {
        List<OfflineKey> later = await db.Keys.Include(key => key.Entry)
            .Where(key => key.State != KeyState.Revoked && key.IssuedAt > moment).OrderBy(key => key.Id).ToListAsync();
        await ledgers.LoadAsync(later.Select(key => key.Entry!).Distinct());
        string untold = "";
        foreach (IGrouping<long, OfflineKey> held in later.GroupBy(key => key.UserId))
        {
            List<Entry> unreached = await RefuseEachAsync(held, KeyEnd.ClockCorrected);
            await db.RefreshExpirationAsync(held.Key);
            untold += await AlertUnreachedAsync(held.Key, unreached);
        }
        return (later.Count(key => key.State == KeyState.Revoked), untold);
    }

    /// <summary>Queues a notice for each key.</summary>
    /// <returns>The entries whose notice could not be queued.</returns>
    private async Task<List<Entry>> RefuseEachAsync(IEnumerable<OfflineKey> keys, KeyEnd why)
    {
        List<Entry> unreached = [];
        foreach (OfflineKey key in keys)
        {
            if (await IsQueuedAsync(key.Entry!, ledger => ledger.RevokeKey((uint)key.Id, (uint)key.NotAfter)))
                ends.End(key, why);
            else
                unreached.Add(key.Entry!);
        }
        return [.. unreached.Distinct()];
    }

    /// <summary>Revokes the keys at entries where one opens outside the new hours. Keys at other entries stay valid.</summary>
    /// <param name="userId">The holder.</param>
    /// <param name="hours">The new hours.</param>
    /// <returns>False if a lock has too many notices waiting; then the caller must store nothing.</returns>
    public async Task<bool> RevokeOutsideAsync(long userId, WeekHours hours)
    {
        HashSet<long> entryIds = [.. (await OpeningAsync(userId)).Where(key => !IsWithin(key, hours)).Select(key => key.EntryId)];
        return entryIds.Count == 0 || await RevokeAsync(userId, KeyEnd.HoursChanged, entry => entryIds.Contains(entry.Id));
    }

    /// <summary>
    /// Revokes the keys to entries that a user may no longer pass, or may not pass until a key's end; after a restore also keys that this
    /// database does not know.
    /// </summary>
    /// <param name="user">The holder.</param>
    /// <param name="openLeases">The leases that are in force from now on, with their units.</param>
    /// <param name="why">The reason.</param>
    /// <returns>False if a lock has too many notices waiting; then the caller must store nothing.</returns>
    public async Task<bool> RevokeUnpassableAsync(User user, IReadOnlyList<Lease> openLeases, KeyEnd why)
    {
        Entry[] others = await unknown.UnpassableAsync(user, openLeases);
        List<OfflineKey> keys = await UnpassableAsync(user, openLeases, others);
        List<Entry> unreached = await RefuseAsync(user.Id, why, keys, others, await unknown.UntilAsync());
        await db.RefreshExpirationAsync(user.Id);
        await AlertUnreachedAsync(user.Id, unreached.FindAll(entry => !keys.Exists(key => key.Entry == entry)));
        return !unreached.Exists(entry => keys.Exists(key => key.Entry == entry));
    }

    /// <summary>
    /// Revokes like <see cref="RevokeUnpassableAsync"/> when a tenant moves out, and at the gates and doors that only the ended lease
    /// opened always also keys that this database does not know. If the notice to a gate or door cannot be queued, the other keys are
    /// revoked all the same.
    /// </summary>
    /// <param name="user">The holder.</param>
    /// <param name="openLeases">The leases that are in force from now on, with their units.</param>
    /// <param name="ended">The lease that ends, with its unit and the unit's entry. The unit's own lock gets a notice of a higher tenancy,
    /// so it refuses the keys anyway.</param>
    /// <returns>A sentence about the locks whose notice could not be queued, as <see cref="EndAsync"/> returns it.</returns>
    public async Task<string> EndUnpassableAsync(User user, IReadOnlyList<Lease> openLeases, Lease ended)
    {
        Entry? own = ended.Unit!.Entry;
        Entry[] others = await unknown.UnpassableAsync(user, openLeases);
        List<OfflineKey> keys = await UnpassableAsync(user, openLeases, others);
        List<Entry> shared = await db.Entries.Where(entry => entry.Kind != EntryKind.Unit).OrderBy(entry => entry.Id).ToListAsync();
        Entry[] left = [.. AccessEntitlement.For(user, [.. openLeases, ended], shared)
            .Where(item => AccessEntitlement.For(user, openLeases, [item.Entry]).Count == 0).Select(item => item.Entry).Union(others)];
        List<Entry> unreached = await RefuseAsync(user.Id, KeyEnd.MovedOut, keys, left, await unknown.UntilAsync());
        unreached.RemoveAll(entry => entry == own);
        foreach (OfflineKey key in keys.Where(key => key.Entry == own))
            ends.End(key, KeyEnd.MovedOut);
        await db.RefreshExpirationAsync(user.Id);
        return await AlertUnreachedAsync(user.Id, unreached);
    }

    /// <summary>
    /// Revokes the keys to one entry of the holders who may no longer pass it, or of all holders. Call it in a transaction that has raised
    /// <see cref="User.Version"/> of all users, so that no key is issued at the same time.
    /// </summary>
    /// <param name="entry">A tracked row that is already changed.</param>
    /// <param name="all">Whether to revoke also the keys of those who may still pass: they need keys of another kind.</param>
    /// <returns>The number of holders whose keys were revoked; null if the lock has too many notices waiting, and then the caller must
    /// store nothing.</returns>
    public async Task<int?> RevokeAtEntryAsync(Entry entry, bool all)
    {
        uint now = clock.Now;
        List<User> holders =
            await db.Users.Where(
                user => db.Keys.Any(key => key.EntryId == entry.Id && key.UserId == user.Id && key.State != KeyState.Revoked
                    && key.NotAfter > now))
            .OrderBy(user => user.Id).ToListAsync();
        ILookup<long, Lease> leases = (await db.Leases.Include(lease => lease.Unit)
            .Where(lease => lease.Unit!.LeaseId == lease.Id && (lease.EndsAt == null || lease.EndsAt > now)
                && db.Keys.Any(key => key.EntryId == entry.Id && key.UserId == lease.UserId && key.State != KeyState.Revoked
                    && key.NotAfter > now))
            .ToListAsync()).ToLookup(lease => lease.UserId);
        int count = 0;
        foreach (User holder in holders.Where(holder => all || AccessEntitlement.For(holder, [.. leases[holder.Id]], [entry]).Count == 0))
        {
            if (!await RevokeAsync(holder.Id, KeyEnd.EntryChanged, opened => opened.Id == entry.Id))
                return null;
            count++;
        }
        return count;
    }

    /// <summary>Queues notices that revoke a holder, and marks the keys at these locks as revoked.</summary>
    /// <param name="userId">The holder.</param>
    /// <param name="why">The reason.</param>
    /// <param name="keys">The keys, with their entries.</param>
    /// <param name="others">Further entries, for which unknown keys may exist.</param>
    /// <param name="othersUntil">The latest possible end of such keys, seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>The entries whose notice could not be queued.</returns>
    private async Task<List<Entry>> RefuseAsync(
        long userId, KeyEnd why, IEnumerable<OfflineKey> keys, Entry[] others, long othersUntil)
    {
        ILookup<Entry, OfflineKey> known = keys.ToLookup(key => key.Entry!);
        List<Entry> unreached = [];
        Entry[] entries = [.. known.Select(group => group.Key).Union(others)];
        await ledgers.LoadAsync(entries);
        foreach (Entry entry in entries)
        {
            long until =
                Math.Max(others.Contains(entry) ? othersUntil : 0, known[entry].Select(key => key.NotAfter).DefaultIfEmpty().Max());
            uint before = LockLedger.RevocationMoment(clock.Now, known[entry].Select(key => key.IssuedAt));
            if (!await IsQueuedAsync(entry, ledger => ledger.RevokeHolder((uint)userId, before, (uint)Math.Min(until, uint.MaxValue))))
            {
                unreached.Add(entry);
                continue;
            }
            foreach (OfflineKey key in known[entry])
                ends.End(key, why);
        }
        return unreached;
    }

    private async Task<bool> IsQueuedAsync(Entry entry, Func<LockLedger, bool> queue) =>
        await ledgers.TryReadAsync(entry) != null && await ledgers.QueueAsync(entry, queue);

    private async Task<string> AlertUnreachedAsync(long userId, List<Entry> unreached)
    {
        string text =
            $"The keys of user {userId} could not be revoked at this lock, because too many notices are waiting or the lock's record is "
            + "damaged. They open until they expire. When the lock is in contact again, use \"Lost phone\" on the user's page to revoke "
            + "them, unless the user is erased.";
        foreach (Entry entry in unreached)
            await alerts.RaiseAsync(entry.Id, text);
        return unreached.Count == 0 ? ""
            : $" But {string.Join(", ", unreached.Select(entry => entry.Name))} did not get the revocation, so the keys open there until "
            + "they expire. An alert says what to do.";
    }

    /// <summary>The keys at entries that the user may not pass until the key's end, and all keys at some other entries.</summary>
    private async Task<List<OfflineKey>> UnpassableAsync(User user, IReadOnlyList<Lease> openLeases, Entry[] others)
    {
        List<OfflineKey> opening = await OpeningAsync(user.Id);
        ILookup<Entry, OfflineKey> keys = opening.ToLookup(key => key.Entry!);
        HashSet<Entry> passable = [.. AccessEntitlement.For(user, openLeases, [.. keys.Select(group => group.Key)])
            .Where(item => keys[item.Entry].All(key => key.NotAfter <= (item.Lease!.EndsAt ?? long.MaxValue))).Select(item => item.Entry)];
        return opening.FindAll(key => !passable.Contains(key.Entry!) || others.Contains(key.Entry!));
    }

    private Task<List<OfflineKey>> OpeningAsync(long userId)
    {
        uint now = clock.Now;
        return db.Keys.Include(key => key.Entry).Where(key => key.UserId == userId && key.State != KeyState.Revoked && key.NotAfter > now)
            .ToListAsync();
    }

    private static bool IsWithin(OfflineKey key, WeekHours hours)
    {
        KeyCrypto.Grant grant = new();
        return grant.TryRead(key.Grant, 0, key.Grant.Length) && hours.Includes(new WeekHours(grant.Windows));
    }
}
