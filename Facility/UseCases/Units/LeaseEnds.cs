using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Units;

/// <summary>The last day of a lease, as a person typed it, and the second at which the lease ends by it.</summary>
public sealed class LeaseEnds(FacilityDb db, KeyRevocation keys, FacilityClock clock)
{
    /// <summary>The last day of a lease in force; null for none. Before the day was stored, only the second was.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="zone">The facility's zone.</param>
    public static DateOnly? LastDayOf(Lease lease, ZoneRule zone) =>
        lease.LastDay ?? (lease.EndsAt is { } end ? new LocalDays(zone).Of(end - 1) : null);

    /// <summary>Sets the last day of a lease: it ends when the next local day begins.</summary>
    /// <param name="lease">A tracked row.</param>
    /// <param name="lastDay">The last day; null for no end.</param>
    /// <param name="zone">The facility's zone.</param>
    public static void Set(Lease lease, DateOnly? lastDay, ZoneRule zone)
    {
        lease.LastDay = lastDay;
        lease.EndsAt = lastDay is { } day ? EndOf(day, zone) : null;
    }

    /// <summary>The second at which a lease with this last day ends, seconds since 2020-01-01T00:00:00Z.</summary>
    public static long EndOf(DateOnly lastDay, ZoneRule zone) => new LocalDays(zone).StartOf(lastDay.AddDays(1));

    /// <summary>A day as text for people, or "none".</summary>
    public static string Words(DateOnly? day) => day is { } typed ? Moments.Day(typed) : "none";

    /// <summary>A day as a form has it: 2026-12-31.</summary>
    public static string Field(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// Keeps the last days of all leases in force when the facility gets another zone: the seconds at which they end move. Keys that would
    /// last longer than their lease are revoked.
    /// </summary>
    /// <param name="from">The zone before.</param>
    /// <param name="to">The zone from now on.</param>
    /// <returns>Null, or the reason for a refusal; then the caller must store nothing.</returns>
    public async Task<ChangeAnswer?> KeepDaysAsync(ZoneRule from, ZoneRule to)
    {
        List<Lease> leases = await db.Leases.Include(lease => lease.User).Include(lease => lease.Unit)
            .Where(lease => lease.EndsAt != null && lease.Unit!.LeaseId == lease.Id).OrderBy(lease => lease.Id).ToListAsync();
        HashSet<User> earlier = [];
        foreach (Lease lease in leases)
        {
            long? before = lease.EndsAt;
            Set(lease, LastDayOf(lease, from), to);
            if (lease.EndsAt < before)
                earlier.Add(lease.User!);
        }
        foreach (User user in earlier)
        {
            List<Lease> open = await AccessEntitlement.OpenLeases(db, user.Id, clock.Now).ToListAsync();
            open.RemoveAll(lease => lease.EndsAt <= clock.Now);
            if (!await keys.RevokeUnpassableAsync(user, open, KeyEnd.LeaseEndSet))
                return ChangeAnswer.TooMuchWaits;
        }
        return null;
    }
}
