using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Gateway;

/// <summary>Which gateway has which lock: claimed by one UPDATE, so that of several processes one wins.</summary>
public sealed class EntryLeases(FacilityDb db, FacilityClock clock, GatewaySettings settings)
{
    /// <summary>Locks that are due and free, the longest due first.</summary>
    public async Task<long[]> DueAsync(int countMax, CancellationToken stop)
    {
        uint now = clock.Now;
        return await db.Entries.Where(entry => entry.NextVisitAt <= now && entry.LeaseUntil <= now && entry.Address != "")
            .OrderBy(entry => entry.NextVisitAt).ThenBy(entry => entry.Id).Select(entry => entry.Id).Take(countMax).ToArrayAsync(stop);
    }

    /// <summary>Claims a lock that is due.</summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="owner">Who claims it; unique among all gateways.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>False when another has it, or it is not due any more.</returns>
    public async Task<bool> ClaimAsync(long entryId, string owner, CancellationToken stop)
    {
        uint now = clock.Now;
        long until = now + settings.LeaseSeconds;
        return await db.Entries.Where(entry => entry.Id == entryId && entry.NextVisitAt <= now && entry.LeaseUntil <= now)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.LeaseOwner, owner).SetProperty(entry => entry.LeaseUntil, until),
                stop) == 1;
    }

    /// <summary>Gives a lock back unvisited; it stays due.</summary>
    public async Task ReleaseAsync(long entryId, string owner) =>
        await db.Entries.Where(entry => entry.Id == entryId && entry.LeaseOwner == owner)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.LeaseOwner, "").SetProperty(entry => entry.LeaseUntil, 0L));

    /// <summary>Keeps a lock during a visit; stored by the caller.</summary>
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
