using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>The account of a phone.</summary>
public sealed class MeAnswer
{
    /// <summary>The name of the facility.</summary>
    public required string FacilityName { get; init; }

    /// <summary>The time zone of the facility, as the IANA database names it.</summary>
    public required string Zone { get; init; }

    /// <summary>Whether the access hours admit now.</summary>
    public required bool IsWithinHours { get; init; }

    /// <summary>The next opening, seconds since 2020-01-01T00:00:00Z; null within the hours, or if none comes within 14 days.</summary>
    public long? NextOpening { get; init; }

    /// <summary>Where on the site a phone has signal, in the facility's words; empty if it has not named it.</summary>
    public required string SignalPlace { get; init; }

    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the account may get keys at all.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Whether rent is owed.</summary>
    public required bool IsPaymentDue { get; init; }

    /// <summary>The access hours, one window an element.</summary>
    public required IReadOnlyList<string> AccessHours { get; init; }

    /// <summary>The facility's time, seconds since 2020-01-01T00:00:00Z. A phone's own clock can be wrong.</summary>
    public required long Now { get; init; }

    /// <summary>The entries that the account may pass: gates and buildings' doors first, then units, each by name (Unit 8 before Unit
    /// 10).</summary>
    public required IReadOnlyList<MyEntry> Entries { get; init; }

    /// <summary>The guests with whom keys of this account are shared, and whose share has not ended.</summary>
    public required IReadOnlyList<MyShare> Shares { get; init; }

    /// <summary>The units that are let to the account, by name.</summary>
    public required IReadOnlyList<MyUnit> Units { get; init; }

    /// <summary>This phone's keys in force, expired ones too, in the order of the entries.</summary>
    public required IReadOnlyList<MyKey> Keys { get; init; }

    /// <summary>The Offline Key Expiration of the account: "Expired", "Revoked", a date, or "No key".</summary>
    public required string OfflineKeyExpiration { get; init; }
}

/// <summary>An entry that the account may pass, if its key is good.</summary>
public sealed class MyEntry
{
    /// <summary>The lock's number.</summary>
    public required long LockId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is the door of a unit of this account, and so its key can be shared.</summary>
    public required bool IsOwnUnit { get; init; }
}

/// <summary>A share of a key, as the facility knows it.</summary>
public sealed class MyShare
{
    /// <summary>The number of the share, by which it is revoked.</summary>
    public required long ShareId { get; init; }

    /// <summary>The key that was shared.</summary>
    public required long KeyId { get; init; }

    /// <summary>The lock's number.</summary>
    public required long LockId { get; init; }

    /// <summary>The guest's number.</summary>
    public required long GuestId { get; init; }

    /// <summary>The guest's name, as the phone reported it; empty if it is not known.</summary>
    public required string GuestName { get; init; }

    /// <summary>When it ends, at the latest with the key, seconds since 2020-01-01T00:00:00Z.</summary>
    public required long NotAfter { get; init; }

    /// <summary>Whether it was revoked.</summary>
    public required bool IsRevoked { get; init; }
}

/// <summary>A unit that is let to the account.</summary>
public sealed class MyUnit
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The lock of its door; null while none is fitted.</summary>
    public long? LockId { get; init; }

    /// <summary>Whether the unit is overlocked: its tenant cannot open it.</summary>
    public required bool IsOverlocked { get; init; }

    /// <summary>When the lease ends, seconds since 2020-01-01T00:00:00Z; null while open.</summary>
    public long? EndsAt { get; init; }
}

/// <summary>A key of the phone. Only the phone has its secret.</summary>
public sealed class MyKey
{
    /// <summary>The number of the key.</summary>
    public required long KeyId { get; init; }

    /// <summary>The lock's number.</summary>
    public required long LockId { get; init; }

    /// <summary>What people call the entry.</summary>
    public required string Name { get; init; }

    /// <summary>The first second at which it no longer opens, seconds since 2020-01-01T00:00:00Z.</summary>
    public required long NotAfter { get; init; }

    /// <summary>Whether it no longer opens.</summary>
    public required bool IsExpired { get; init; }
}

/// <summary>What a phone shows of its account.</summary>
internal sealed class AccountOverview(FacilityDb db, SiteReader site, KeyEligibility eligibility, FacilityClock clock)
{
    /// <summary>Reads the account of a phone.</summary>
    public async Task<MeAnswer> ReadAsync(PhoneCaller caller)
    {
        uint now = clock.Now;
        LocalTime time = await site.LocalTimeAsync();
        User user = await db.Users.AsNoTracking().Include(row => row.Schedule).SingleAsync(row => row.Id == caller.UserId);
        Eligibility found = await eligibility.OfAsync(user, hasPhone: true);
        List<MyUnit> units = await AccessEntitlement.OpenLeases(db, caller.UserId, now).OrderBy(lease => lease.Unit!.NameKey)
            .Select(lease =>
                new MyUnit
                {
                    Name = lease.Unit!.Name,
                    LockId = lease.Unit.EntryId,
                    IsOverlocked = lease.Unit.Overlock != OverlockReason.None,
                    EndsAt = lease.EndsAt
                })
            .ToListAsync();
        List<MyKey> keys =
            await db.Keys.Where(key => key.UserId == caller.UserId && key.State == KeyState.InForce && key.DeviceId == caller.DeviceId)
            .OrderBy(key => key.Entry!.Kind == EntryKind.Unit).ThenBy(key => key.Entry!.NameKey)
            .Select(key =>
                new MyKey
                {
                    KeyId = key.Id,
                    LockId = key.EntryId,
                    Name = key.Entry!.Name,
                    NotAfter = key.NotAfter,
                    IsExpired = key.NotAfter <= now
                })
            .ToListAsync();
        return new MeAnswer
        {
            FacilityName = (await site.RowAsync()).Name,
            Zone = (await site.RowAsync()).Zone,
            SignalPlace = (await site.RowAsync()).SignalPlace,
            IsWithinHours = !found.Obstacles.Contains(KeyObstacle.OutsideHours),
            NextOpening = found.NextOpening == 0 ? null : found.NextOpening,
            Name = user.Name,
            IsActive = user.IsActive && !user.IsErased,
            IsPaymentDue = user.IsDelinquent,
            Now = now,
            Entries = EntriesOf(found),
            Shares = await SharesAsync(user.Id, now),
            AccessHours = WeekHours.Lines(user.Schedule!.Windows),
            Units = units,
            Keys = keys,
            OfflineKeyExpiration = Keys.OfflineKeyExpiration.Of(user, now, time).Text,
        };
    }

    private static List<MyEntry> EntriesOf(Eligibility found) =>
        [.. AccessEntitlement.InOrder(found.Entries).Select(item => new MyEntry
        {
            LockId = item.Entry.Id,
            Name = item.Entry.Name,
            IsOwnUnit = item.Unit != null,
        })];

    private Task<List<MyShare>> SharesAsync(long userId, uint now) => db.Shares
        .Where(share => share.Key!.UserId == userId && share.NotAfter > now).OrderBy(share => share.Id)
        .Select(share => new MyShare
        {
            ShareId = share.Id,
            KeyId = share.KeyId,
            LockId = share.Key!.EntryId,
            GuestId = share.GuestId,
            GuestName = share.GuestName,
            NotAfter = share.NotAfter,
            IsRevoked = share.RevokedAt != null || share.Key.State == KeyState.Revoked,
        }).ToListAsync();
}
