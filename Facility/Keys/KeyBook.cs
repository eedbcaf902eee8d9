using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Keys;

/// <summary>The keys that were issued: which count, and which the locks must refuse. Stored by the caller's SaveChanges.</summary>
public sealed class KeyBook(FacilityDb db, LedgerStore ledgers, FacilityClock clock)
{
    /// <summary>
    /// Withdraws a user's keys: locks where one may still open are told to refuse what was issued before this second
    /// (docs/protocol.md, 6.2); a key that is issued from now on works again.
    /// </summary>
    /// <param name="userId">The holder.</param>
    /// <param name="which">Which entries; null for all.</param>
    /// <returns>False when a lock has too many notices waiting; then nothing may be stored.</returns>
    public async Task<bool> WithdrawAsync(long userId, Func<Entry, bool>? which = null)
    {
        uint now = clock.Now;
        List<OfflineKey> keys = await db.Keys.Include(key => key.Entry)
            .Where(key => key.UserId == userId && key.State != KeyState.Revoked && key.NotAfter > now).ToListAsync();
        bool isAllQueued = true;
        foreach (IGrouping<Entry, OfflineKey> atEntry in keys.Where(key => which == null || which(key.Entry!)).GroupBy(key => key.Entry!))
        {
            uint until = (uint)atEntry.Max(key => key.NotAfter);
            isAllQueued &= ledgers.Queue(atEntry.Key, ledger => ledger.RevokeHolder((uint)userId, now, until));
            foreach (OfflineKey key in atEntry)
                key.State = KeyState.Revoked;
        }
        await RefreshExpirationAsync(userId);
        return isAllQueued;
    }

    /// <summary>Brings <see cref="User.KeyNotAfter"/> up to the keys, those not stored yet included.</summary>
    public async Task RefreshExpirationAsync(long userId)
    {
        User user = await db.Users.SingleAsync(row => row.Id == userId);
        await db.Keys.Where(key => key.UserId == userId && key.State == KeyState.InForce).LoadAsync();
        user.KeyNotAfter = db.Keys.Local.Where(key => key.UserId == userId && key.State == KeyState.InForce)
            .Select(key => (long?)key.NotAfter).Max() ?? User.NoKey;
    }
}
