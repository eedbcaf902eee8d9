using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>The keys that were issued: which count, and which the locks must refuse. Stored by the caller's SaveChanges.</summary>
public sealed class KeyRevocation(FacilityDb db, LedgerStore ledgers, AlertRaiser alerts, SiteReader sites, FacilityClock clock)
{
    private const int SecondsPerHour = 3600;

    /// <summary>
    /// Withdraws a user's keys: locks where one may still open are told to refuse what was issued before this second
    /// (docs/protocol.md, 6.2), or in it where one of them was; a key that is issued later works again.
    /// </summary>
    /// <param name="userId">The holder.</param>
    /// <param name="which">Which entries; null for all.</param>
    /// <returns>False when a lock has too many notices waiting; then nothing may be stored.</returns>
    public async Task<bool> WithdrawAsync(long userId, Func<Entry, bool>? which = null)
    {
        OfflineKey[] keys = [.. (await OpeningAsync(userId)).Where(key => which == null || which(key.Entry!))];
        List<Entry> untold = Refuse(userId, keys, [], 0);
        await db.RefreshExpirationAsync(userId);
        return untold.Count == 0;
    }

    /// <summary>
    /// Ends whatever the user's phones hold: as <see cref="WithdrawAsync"/>, and at every entry that the user may pass also what this
    /// database does not know of, as after a copy was restored. A lock that cannot be told hinders nothing; it gets an alert, and its
    /// keys go on counting, so that the same once more withdraws them.
    /// </summary>
    /// <param name="user">A tracked row; as long as it is active, its leases say what it may pass.</param>
    /// <returns>What is to be said about locks that could not be told; empty when all were.</returns>
    public async Task<string> EndAsync(User user)
    {
        uint now = clock.Now;
        long unknownUntil = now + ((long)(await sites.RowAsync()).KeyLifetimeHours * SecondsPerHour);
        List<Lease> leases = await AccessEntitlement.OpenLeases(db, user.Id, now).ToListAsync();
        long[] doors = [.. leases.Select(lease => lease.Unit!.EntryId).OfType<long>()];
        List<Entry> all = await db.Entries.Where(entry => entry.Kind != EntryKind.Unit || doors.Contains(entry.Id))
            .OrderBy(entry => entry.Id).ToListAsync();
        Entry[] passable = [.. AccessEntitlement.For(user, leases, all).Select(item => item.Entry)];
        List<Entry> untold = Refuse(user.Id, await OpeningAsync(user.Id), passable, unknownUntil);
        await db.RefreshExpirationAsync(user.Id);
        return await UntoldAsync(user.Id, untold);
    }

    /// <summary>Withdraws the keys that one phone was handed; those of the user's other phones go on.</summary>
    /// <returns>What is to be said about locks that could not be told, as <see cref="EndAsync"/> does.</returns>
    public async Task<string> EndFromDeviceAsync(long userId, long deviceId)
    {
        List<Entry> untold = [];
        foreach (OfflineKey key in (await OpeningAsync(userId)).Where(key => key.DeviceId == deviceId))
        {
            if (IsQueued(key.Entry!, ledger => ledger.RevokeKey((uint)key.Id, (uint)key.NotAfter)))
                key.State = KeyState.Revoked;
            else
                untold.Add(key.Entry!);
        }
        await db.RefreshExpirationAsync(userId);
        return await UntoldAsync(userId, [.. untold.Distinct()]);
    }

    /// <summary>Withdraws the keys at entries where one admits at an hour that the new hours do not; keys within them go on.</summary>
    /// <param name="userId">The holder.</param>
    /// <param name="hours">The new hours.</param>
    /// <returns>False when a lock has too many notices waiting; then nothing may be stored.</returns>
    public async Task<bool> WithdrawOutsideAsync(long userId, WeekHours hours)
    {
        HashSet<long> entryIds = [.. (await OpeningAsync(userId)).Where(key => !IsWithin(key, hours)).Select(key => key.EntryId)];
        return entryIds.Count == 0 || await WithdrawAsync(userId, entry => entryIds.Contains(entry.Id));
    }

    /// <summary>Withdraws the keys of entries that a user may no longer pass, or not as long as a key lasts.</summary>
    /// <param name="user">The holder.</param>
    /// <param name="openLeases">The leases that are in force from now on, with their units.</param>
    /// <returns>False when a lock has too many notices waiting; then nothing may be stored.</returns>
    public async Task<bool> WithdrawUnpassableAsync(User user, IReadOnlyList<Lease> openLeases)
    {
        List<Entry> untold = Refuse(user.Id, await UnpassableAsync(user, openLeases), [], 0);
        await db.RefreshExpirationAsync(user.Id);
        return untold.Count == 0;
    }

    /// <summary>
    /// As <see cref="WithdrawUnpassableAsync"/> when a tenant moves out, and a gate or door that cannot be told hinders nothing.
    /// </summary>
    /// <param name="user">The holder.</param>
    /// <param name="openLeases">The leases that are in force from now on, with their units.</param>
    /// <param name="own">The unit's own lock, which is told of a higher tenancy and so refuses in any case; null for none.</param>
    /// <returns>What is to be said about locks that could not be told, as <see cref="EndAsync"/> does.</returns>
    public async Task<string> EndUnpassableAsync(User user, IReadOnlyList<Lease> openLeases, Entry? own)
    {
        List<OfflineKey> keys = await UnpassableAsync(user, openLeases);
        List<Entry> untold = Refuse(user.Id, keys, [], 0);
        untold.RemoveAll(entry => entry == own);
        foreach (OfflineKey key in keys.Where(key => key.Entry == own))
            key.State = KeyState.Revoked;
        await db.RefreshExpirationAsync(user.Id);
        return await UntoldAsync(user.Id, untold);
    }

    /// <summary>
    /// Withdraws the keys to one entry of holders who may no longer pass it as it is now, or of all. In a transaction that has raised
    /// <see cref="User.Version"/> of everybody, so that no key is made beside it.
    /// </summary>
    /// <param name="entry">A tracked row, changed already.</param>
    /// <param name="all">Also the keys of those who may still pass it: new ones are of another kind.</param>
    /// <returns>How many holders lost theirs; null when it has too many notices waiting, and then nothing may be stored.</returns>
    public async Task<int?> WithdrawFromEntryAsync(Entry entry, bool all)
    {
        uint now = clock.Now;
        List<User> holders =
            await db.Users.Where(
                user => db.Keys.Any(key => key.EntryId == entry.Id && key.UserId == user.Id && key.State != KeyState.Revoked
                    && key.NotAfter > now))
            .OrderBy(user => user.Id).ToListAsync();
        ILookup<long, Lease> leases = (await db.Leases.Include(lease => lease.Unit)
            .Where(lease => lease.StartsAt <= now && (lease.EndsAt == null || lease.EndsAt > now)
                && db.Keys.Any(key => key.EntryId == entry.Id && key.UserId == lease.UserId && key.State != KeyState.Revoked
                    && key.NotAfter > now))
            .ToListAsync()).ToLookup(lease => lease.UserId);
        int count = 0;
        foreach (User holder in holders.Where(holder => all || AccessEntitlement.For(holder, [.. leases[holder.Id]], [entry]).Count == 0))
        {
            if (!await WithdrawAsync(holder.Id, opened => opened.Id == entry.Id))
                return null;
            count++;
        }
        return count;
    }

    /// <summary>Tells locks to refuse a holder; the keys of those that were told are withdrawn.</summary>
    /// <param name="userId">The holder.</param>
    /// <param name="keys">With their entries.</param>
    /// <param name="others">Entries to which there may be keys that are not known.</param>
    /// <param name="othersUntil">Until when those may last.</param>
    /// <returns>The entries that could not be told.</returns>
    private List<Entry> Refuse(long userId, IEnumerable<OfflineKey> keys, Entry[] others, long othersUntil)
    {
        ILookup<Entry, OfflineKey> known = keys.ToLookup(key => key.Entry!);
        List<Entry> untold = [];
        foreach (Entry entry in known.Select(group => group.Key).Union(others))
        {
            long until =
                Math.Max(others.Contains(entry) ? othersUntil : 0, known[entry].Select(key => key.NotAfter).DefaultIfEmpty().Max());
            uint before = LockLedger.RevocationMoment(clock.Now, known[entry].Select(key => key.IssuedAt));
            if (!IsQueued(entry, ledger => ledger.RevokeHolder((uint)userId, before, (uint)Math.Min(until, uint.MaxValue))))
            {
                untold.Add(entry);
                continue;
            }
            foreach (OfflineKey key in known[entry])
                key.State = KeyState.Revoked;
        }
        return untold;
    }

    private bool IsQueued(Entry entry, Func<LockLedger, bool> queue) => LedgerStore.TryRead(entry) != null && ledgers.Queue(entry, queue);

    private async Task<string> UntoldAsync(long userId, List<Entry> untold)
    {
        string text =
            $"The keys of user {userId} could not be revoked at this lock, because too many notices are waiting or the lock's record is "
            + "damaged. They open until they expire. When the lock is in contact again, use \"Lost phone\" on the user's page to revoke "
            + "them, unless the user is erased.";
        foreach (Entry entry in untold)
            await alerts.RaiseAsync(entry.Id, text);
        return untold.Count == 0 ? ""
            : $" But {string.Join(", ", untold.Select(entry => entry.Name))} did not get the revocation, so the keys open there until "
            + "they expire. An alert says what to do.";
    }

    private async Task<List<OfflineKey>> UnpassableAsync(User user, IReadOnlyList<Lease> openLeases)
    {
        List<OfflineKey> opening = await OpeningAsync(user.Id);
        ILookup<Entry, OfflineKey> keys = opening.ToLookup(key => key.Entry!);
        HashSet<Entry> passable = [.. AccessEntitlement.For(user, openLeases, [.. keys.Select(group => group.Key)])
            .Where(item => keys[item.Entry].All(key => key.NotAfter <= (item.Lease!.EndsAt ?? long.MaxValue))).Select(item => item.Entry)];
        return opening.FindAll(key => !passable.Contains(key.Entry!));
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
