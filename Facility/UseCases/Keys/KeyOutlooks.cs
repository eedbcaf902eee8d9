using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>The newest key of a phone to an entry, or an entry to which no phone has a key.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Phone">The name of the phone; empty if there is no key.</param>
/// <param name="Key">The key; null if there is none.</param>
/// <param name="Answer">What the lock answers to the key; null if there is none.</param>
public sealed record EntryOutlook(Entry Entry, string Phone, OfflineKey? Key, DoorAnswer? Answer);

/// <summary>What the office must know about a user's keys: whether a new one would be issued, and what the locks answer to the old
/// ones.</summary>
/// <param name="Eligibility">Whether a phone of the user would get keys now.</param>
/// <param name="Entries">The keys by entry and phone.</param>
/// <param name="Revoked">The key that was revoked last; null if none is recorded.</param>
/// <param name="RevokedBy">The name of the member who revoked it; empty for none.</param>
/// <param name="HereRule">Whether a lock must answer the phone first.</param>
/// <param name="HasWithoutHere">With <see cref="HereRule.OnceADayWithout"/>, whether a phone may still get keys without it today.</param>
public sealed record KeyOutlook(
    Eligibility Eligibility, IReadOnlyList<EntryOutlook> Entries, OfflineKey? Revoked, string RevokedBy, HereRule HereRule,
    bool HasWithoutHere);

/// <summary>Reads the outlooks.</summary>
public sealed class KeyOutlooks(FacilityDb db, KeyEligibility eligibility, SiteReader site, FacilityClock clock)
{
    /// <summary>Reads what a request for keys and the locks would answer to a user.</summary>
    /// <param name="user">The user, with the access hours.</param>
    /// <param name="phones">The user's phones, including signed-out ones.</param>
    public async Task<KeyOutlook> ReadAsync(User user, IReadOnlyList<Device> phones)
    {
        Eligibility found = await eligibility.OfAsync(user, phones.Any(phone => phone.RevokedAt == null));
        List<long> newest = await db.Keys.Where(key => key.UserId == user.Id).GroupBy(key => new { key.EntryId, key.DeviceId })
            .Select(group => group.Max(key => key.Id)).ToListAsync();
        List<OfflineKey> keys = await db.Keys.AsNoTracking().Include(key => key.Entry).Where(key => newest.Contains(key.Id))
            .OrderBy(key => key.EntryId).ThenByDescending(key => key.Id).ToListAsync();
        OfflineKey? revoked = await db.Keys.AsNoTracking()
            .Where(key => key.UserId == user.Id && key.EndedAt != null && key.EndedFor != KeyEnd.NewerKey)
            .OrderByDescending(key => key.EndedAt).ThenByDescending(key => key.Id).FirstOrDefaultAsync();
        string by = revoked?.EndedBy is { } member
            ? await db.Staff.Where(row => row.Id == member).Select(row => row.Name).SingleOrDefaultAsync() ?? ""
            : "";
        SiteRow row = await site.RowAsync();
        return new KeyOutlook(found, await LinesAsync(found, keys, phones), revoked, by, row.HereRule,
            phones.Any(phone => phone.RevokedAt == null && IsFirstOfDay(phone, clock.Now, SiteReader.ZoneOf(row))));
    }

    /// <summary>Whether a phone has not yet got a key without the answer of a lock on this day.</summary>
    /// <param name="phone">The phone.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="zone">The facility's zone.</param>
    public static bool IsFirstOfDay(Device phone, uint now, ZoneRule zone)
    {
        LockLink.LocalTime time = new(zone);
        return phone.KeyWithoutHereAt is not { } last || time.Of((uint)last).Date != time.Of(now).Date;
    }

    private async Task<IReadOnlyList<EntryOutlook>> LinesAsync(Eligibility found, List<OfflineKey> keys, IReadOnlyList<Device> phones)
    {
        AccessCalendar calendar = await eligibility.CalendarAsync();
        long[] entryIds = [.. keys.Select(key => key.EntryId)];
        // While a unit is let, its lock has the tenancy of the lease; after a restore the unit's own number is above it.
        Dictionary<long, int> tenancies = await db.Units.Where(unit => unit.EntryId != null && entryIds.Contains(unit.EntryId.Value))
            .ToDictionaryAsync(unit => unit.EntryId!.Value, unit => unit.Lease == null ? unit.Tenancy : unit.Lease.Tenancy);
        string retired = AuditAction.KeysRetired.Text();
        Dictionary<long, long> retirements = await db.OfficeRecords
            .Where(record => record.What == retired && record.EntryId != null && entryIds.Contains(record.EntryId.Value))
            .GroupBy(record => record.EntryId!.Value).ToDictionaryAsync(group => group.Key, group => group.Max(record => record.At));
        Dictionary<long, string> names = phones.ToDictionary(phone => phone.Id, phone => phone.Name);
        IEnumerable<EntryOutlook> held = keys.Select(key => new EntryOutlook(key.Entry!, names.GetValueOrDefault(key.DeviceId, ""), key,
            DoorAnswer.Of(key, tenancies.GetValueOrDefault(key.EntryId), retirements.GetValueOrDefault(key.EntryId), calendar,
                clock.Now)));
        IEnumerable<EntryOutlook> missing = found.Entries.Where(item => !entryIds.Contains(item.Entry.Id))
            .Select(item => new EntryOutlook(item.Entry, "", null, null));
        return [.. held.Concat(missing).OrderBy(line => line.Entry.NameKey, StringComparer.Ordinal)];
    }
}
