using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>One entry that a user may pass, and why.</summary>
/// <param name="Entry">The lock.</param>
/// <param name="Lease">The lease that entitles the user; of several, the one that ends last. A key expires with it.</param>
/// <param name="Unit">The unit, for its tenancy number, if the entry is its door; null for a gate or a building's door.</param>
public sealed record PassableEntry(Entry Entry, Lease? Lease, Unit? Unit);

/// <summary>
/// Decides which entries a user may pass: gates with any lease, a building's doors with a unit in the building, and the doors of the
/// user's own units.
/// </summary>
public static class AccessEntitlement
{
    /// <summary>The entries that a user may pass. The rule ignores owed rent and overlocks.</summary>
    /// <param name="user">The user. A deactivated or erased user may pass no entry.</param>
    /// <param name="openLeases">The leases in force, with their units. Leases of other users are ignored.</param>
    /// <param name="entries">The entries to check.</param>
    /// <returns>In the order of <paramref name="entries"/>.</returns>
    public static IReadOnlyList<PassableEntry> For(User user, IReadOnlyList<Lease> openLeases, IReadOnlyList<Entry> entries)
    {
        if (!user.IsActive || user.IsErased)
            return [];
        Lease[] own = [.. openLeases.Where(lease => lease.UserId == user.Id && lease.Unit != null)
            .OrderByDescending(lease => lease.EndsAt ?? long.MaxValue).ThenBy(lease => lease.Id)];
        List<PassableEntry> passable = [];
        foreach (Entry entry in entries)
        {
            if (own.FirstOrDefault(lease => Passes(lease.Unit!, entry)) is { } lease)
                passable.Add(new PassableEntry(entry, lease, entry.Kind == EntryKind.Unit ? lease.Unit : null));
        }
        return passable;
    }

    /// <summary>The order in which a person reads entries: gates and buildings' doors first, then units; each by name, Unit 8 before
    /// Unit 10.</summary>
    public static IEnumerable<PassableEntry> InOrder(IEnumerable<PassableEntry> entries) =>
        entries.OrderBy(item => item.Unit != null).ThenBy(item => item.Entry.NameKey, StringComparer.Ordinal);

    /// <summary>The leases of a user that are in force, with their units: a unit names its lease, and the end has not passed.</summary>
    /// <param name="db">The database.</param>
    /// <param name="userId">The tenant.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    public static IQueryable<Lease> OpenLeases(FacilityDb db, long userId, long now) => db.Leases.Include(lease => lease.Unit)
        .Where(lease => lease.UserId == userId && lease.Unit!.LeaseId == lease.Id && (lease.EndsAt == null || lease.EndsAt > now));

    private static bool Passes(Unit unit, Entry entry) => entry.Kind switch
    {
        EntryKind.Gate => true,
        EntryKind.BuildingDoor => entry.Building.Length > 0 && entry.Building == unit.Building,
        EntryKind.Unit => entry.Id == unit.EntryId,
        _ => false,
    };
}
