using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>What stands in the way of a new key, in the order of the security check.</summary>
public enum KeyObstacle
{
    /// <summary>No phone is signed in.</summary>
    NoPhone,

    /// <summary>The account is deactivated or erased.</summary>
    AccountInactive,

    /// <summary>No unit with an entry is let to the user now.</summary>
    NoUnit,

    /// <summary>Rent is owed.</summary>
    PaymentDue,

    /// <summary>The access hours do not admit now.</summary>
    OutsideHours,
}

/// <summary>Whether a user may get keys now.</summary>
/// <param name="Obstacles">What stands in the way, in the order of the security check; empty for nothing.</param>
/// <param name="Entries">The entries that the user may pass.</param>
/// <param name="Windows">The user's access hours.</param>
/// <param name="NextOpening">With <see cref="KeyObstacle.OutsideHours"/> the next opening, seconds since 2020-01-01T00:00:00Z; 0 if
/// none comes within 14 days.</param>
public sealed record Eligibility(
    IReadOnlyList<KeyObstacle> Obstacles, IReadOnlyList<PassableEntry> Entries, AccessWindows Windows, uint NextOpening)
{
    /// <summary>The obstacle with which a request for keys is refused; null for none.</summary>
    public KeyObstacle? First => Obstacles.Count > 0 ? Obstacles[0] : null;
}

/// <summary>
/// Decides whether a user may get keys: the steps of the security check that need no answer of a lock. The API and the user's page both
/// ask it, so that they agree.
/// </summary>
public sealed class KeyEligibility(FacilityDb db, SiteReader site, FacilityClock clock)
{
    /// <summary>Looks for obstacles.</summary>
    /// <param name="user">The user, with the access hours.</param>
    /// <param name="hasPhone">Whether the phone, or any phone, is signed in.</param>
    public async Task<Eligibility> OfAsync(User user, bool hasPhone)
    {
        List<KeyObstacle> obstacles = [];
        if (!hasPhone)
            obstacles.Add(KeyObstacle.NoPhone);
        if (!user.IsActive || user.IsErased)
            obstacles.Add(KeyObstacle.AccountInactive);
        IReadOnlyList<PassableEntry> entries = await PassableAsync(user);
        if (entries.Count == 0)
            obstacles.Add(KeyObstacle.NoUnit);
        if (user.IsDelinquent)
            obstacles.Add(KeyObstacle.PaymentDue);
        AccessWindows windows = WindowsOf(user.Schedule!);
        AccessCalendar calendar = await CalendarAsync();
        uint now = clock.Now;
        bool isOutside = !AccessHours.Admits(windows, calendar, now);
        if (isOutside)
            obstacles.Add(KeyObstacle.OutsideHours);
        uint opening = isOutside ? AccessHours.NextOpening(windows, null, calendar, now, uint.MaxValue) : 0;
        return new Eligibility(obstacles, entries, windows, opening);
    }

    /// <summary>The facility's zone and holidays, as locks read them.</summary>
    public async Task<AccessCalendar> CalendarAsync()
    {
        LockConfiguration configuration = new();
        EntryMaker.Fill(configuration, await site.RowAsync(), new Entry { Name = "" });
        return configuration.Calendar;
    }

    /// <summary>The entries that the user may pass. Only possible entries are read, because a facility can have many.</summary>
    private async Task<IReadOnlyList<PassableEntry>> PassableAsync(User user)
    {
        List<Lease> leases = await AccessEntitlement.OpenLeases(db, user.Id, clock.Now).ToListAsync();
        if (leases.Count == 0)
            return [];
        string[] buildings = [.. leases.Select(lease => lease.Unit!.Building).Where(building => building.Length > 0).Distinct()];
        long[] own = [.. leases.Select(lease => lease.Unit!.EntryId).OfType<long>()];
        List<Entry> entries = await db.Entries
            .Where(entry => entry.Kind == EntryKind.Gate || (entry.Kind == EntryKind.BuildingDoor && buildings.Contains(entry.Building))
                || own.Contains(entry.Id))
            .OrderBy(entry => entry.Id).ToListAsync();
        return AccessEntitlement.For(user, leases, entries);
    }

    private static AccessWindows WindowsOf(Schedule schedule)
    {
        AccessWindows windows = new();
        return WindowText.TryRead(WeekHours.Lines(schedule.Windows), windows) is { } slip
            ? throw new InvalidDataException($"The access hours \"{schedule.Name}\" cannot be read: {slip.Complaint}")
            : windows;
    }
}
