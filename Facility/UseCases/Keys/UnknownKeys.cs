using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// Keys that this database does not know, because they were issued after a copy of it was made and the copy was restored. They have
/// numbers that are not in the database, so a lock can only refuse them by their holder.
/// </summary>
public sealed class UnknownKeys(FacilityDb db, SiteReader sites, FacilityClock clock)
{
    /// <summary>The longest key lifetime that a facility may set, hours.</summary>
    public const int LifetimeHoursMax = 8760;

    private const int SecondsPerHour = 3600;

    /// <summary>The latest possible end of such a key, seconds since 2020-01-01T00:00:00Z.</summary>
    public async Task<long> UntilAsync() => clock.Now + ((long)(await sites.RowAsync()).KeyLifetimeHours * SecondsPerHour);

    /// <summary>
    /// Where a user may have such a key and may not pass: gates and doors to which no lease entitles the user, and entries to which a
    /// lease does that ends before the key.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="openLeases">The leases that are in force from now on, with their units.</param>
    /// <returns>Tracked rows; none if no copy was restored in the longest lifetime of a key.</returns>
    public async Task<Entry[]> UnpassableAsync(User user, IReadOnlyList<Lease> openLeases)
    {
        if (!await MayExistAsync())
            return [];
        long until = await UntilAsync();
        long[] doors = [.. openLeases.Select(lease => lease.Unit!.EntryId).OfType<long>()];
        List<Entry> entries = await db.Entries.Where(entry => entry.Kind != EntryKind.Unit || doors.Contains(entry.Id))
            .OrderBy(entry => entry.Id).ToListAsync();
        HashSet<Entry> passable = [.. AccessEntitlement.For(user, openLeases, entries)
            .Where(item => item.Lease!.EndsAt is null || item.Lease.EndsAt >= until).Select(item => item.Entry)];
        return [.. entries.Where(entry => !passable.Contains(entry))];
    }

    private async Task<bool> MayExistAsync()
    {
        string restored = AuditAction.DatabaseRestored.Text();
        long after = (long)clock.Now - ((long)LifetimeHoursMax * SecondsPerHour);
        return await db.OfficeRecords.AnyAsync(record => record.What == restored && record.At > after);
    }
}
