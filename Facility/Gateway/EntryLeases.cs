using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Gateway;

/// <summary>
/// Decides which gateway visits which lock. A gateway claims a lock with one UPDATE. If several claim the same lock, one succeeds.
/// </summary>
public sealed class EntryLeases(FacilityDb db, FacilityClock clock, GatewaySettings settings, HearingStore hearing)
{
    /// <summary>
    /// The locks that are due, that no gateway is visiting, and that no other gateway should rather visit. The lock that has been due for
    /// the longest time is first.
    /// </summary>
    public async Task<long[]> DueAsync(int countMax, CancellationToken stop)
    {
        uint now = clock.Now;
        return await hearing.Mine(Due(now).Where(entry => entry.Address != ""))
            .OrderBy(entry => entry.NextVisitAt).ThenBy(entry => entry.Id).Select(entry => entry.Id).Take(countMax).ToArrayAsync(stop);
    }

    /// <summary>Claims a lock that is due.</summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="owner">The gateway that claims it; unique among all gateways.</param>
    /// <param name="stop">Cancels the claim.</param>
    /// <returns>False if another gateway has the lock, or the lock is no longer due.</returns>
    public async Task<bool> ClaimAsync(long entryId, string owner, CancellationToken stop)
    {
        uint now = clock.Now;
        long until = now + settings.LeaseSeconds;
        return await Due(now).Where(entry => entry.Id == entryId)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.LeaseOwner, owner).SetProperty(entry => entry.LeaseUntil, until),
                stop) == 1;
    }

    /// <summary>The locks that are due and free. A time that is later than it can be was stored while a clock was ahead, and counts as
    /// past.</summary>
    private IQueryable<Entry> Due(long now)
    {
        long nextMax = now + Math.Max(settings.IntervalSeconds, settings.BackOffSecondsMax);
        long untilMax = now + GatewaySettings.LeaseSecondsMax;
        return db.Entries.Where(entry => (entry.NextVisitAt <= now || entry.NextVisitAt > nextMax)
            && (entry.LeaseUntil <= now || entry.LeaseUntil > untilMax));
    }

    /// <summary>Ends the lease without a visit. The lock stays due.</summary>
    public async Task ReleaseAsync(long entryId, string owner) =>
        await db.Entries.Where(entry => entry.Id == entryId && entry.LeaseOwner == owner)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.LeaseOwner, "").SetProperty(entry => entry.LeaseUntil, 0L));

    /// <summary>Extends the lease during a visit. The caller stores it.</summary>
    /// <exception cref="LeaseLostException">The lease has run out, or another gateway has it.</exception>
    public void Keep(Entry entry, string owner)
    {
        uint now = clock.Now;
        if (entry.LeaseOwner != owner || entry.LeaseUntil <= now)
            throw new LeaseLostException();
        if (entry.LeaseUntil - now <= settings.LeaseSeconds / 2)
            entry.LeaseUntil = now + settings.LeaseSeconds;
    }
}
