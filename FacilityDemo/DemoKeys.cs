using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityDemo;

/// <summary>A key of the demo, with the secret that a phone would hold.</summary>
/// <param name="Who">The holder's name.</param>
/// <param name="EntryId">The lock it is for.</param>
/// <param name="Key">What the phone holds.</param>
internal sealed record DemoKey(string Who, uint EntryId, PhoneKey Key);

/// <summary>Makes the phones and keys of the demo: an active key, an expired one, a revoked one, and one of a former tenant.</summary>
internal sealed class DemoKeys(FacilityDb db, LedgerStore ledgers, SecretVault vault, KeyRevocation revocation, SignInCodes codes,
    FacilityClock clock)
{
    /// <summary>The tenant with an active key.</summary>
    public const long Active = 101;

    /// <summary>The tenant whose key has expired.</summary>
    public const long Expired = 102;

    /// <summary>The tenant who owes rent.</summary>
    public const long Delinquent = 106;

    /// <summary>The former tenant of unit 14.</summary>
    public const long Former = 107;

    /// <summary>The tenant of unit 14.</summary>
    public const long New = 108;

    /// <summary>The name of Ada's guest, who may come as long as Ada.</summary>
    public const string Guest = "Iris";

    /// <summary>The name of Ada's visitor, who may come for some hours.</summary>
    public const string Visitor = "Milo";

    /// <summary>How long the visitor may come, hours.</summary>
    public const int VisitorHours = 4;

    private const uint GuestId = 1;
    private const uint VisitorId = 2;
    private const int FormerTenancy = 4;
    private const uint Hour = 3600;
    private const uint Week = 7 * LockTime.SecondsPerDay;

    /// <summary>Issues all keys.</summary>
    public async Task<IReadOnlyList<DemoKey>> IssueAsync()
    {
        uint now = clock.Now;
        List<DemoKey> keys =
        [
            await IssueAsync(Active, DemoSeed.Gate, now - Hour, 0),
            await IssueAsync(Active, DemoSeed.Unit12, now - Hour, 3),
            await IssueAsync(Expired, DemoSeed.Gate, now - Week - LockTime.SecondsPerDay, 0),
            await IssueAsync(Delinquent, DemoSeed.Gate, now - LockTime.SecondsPerDay, 0),
            await IssueAsync(Former, DemoSeed.Unit14, now - Week + Hour, FormerTenancy),
            await IssueAsync(New, DemoSeed.Unit14, now - Hour, 5),
            await IssueAsync(New, DemoSeed.Gate, now - Hour, 0),
        ];
        await db.SaveChangesAsync();
        // The phone is reported lost, so the keys end, and the locks get a notice.
        await revocation.RevokeAsync(Delinquent, KeyEnd.PhoneLost);
        foreach (OfflineKey key in db.Keys.Local.Where(key => key.UserId == Former))
            key.State = KeyState.Superseded;
        foreach (long userId in new[] { Active, Expired, Delinquent, Former, New })
            await db.RefreshExpirationAsync(userId);
        await db.SaveChangesAsync();
        return keys;
    }

    /// <summary>Shares a key with a guest and a visitor, as its holder's phone does, and reports the shares.</summary>
    /// <param name="key">A key with the right Share.</param>
    public async Task<(PhoneKey Guest, PhoneKey Visitor)> ShareAsync(DemoKey key)
    {
        Grant grant = new();
        grant.TryRead(key.Key.Grant, 0, key.Key.Grant.Length);
        PhoneKey guest = Share(key.Key, grant, GuestId, Guest, grant.NotAfter);
        PhoneKey visitor = Share(key.Key, grant, VisitorId, Visitor, clock.Now + (VisitorHours * Hour));
        await db.SaveChangesAsync();
        return (guest, visitor);
    }

    private PhoneKey Share(PhoneKey key, Grant grant, uint guestId, string name, uint notAfter)
    {
        Share share = new() { GuestId = guestId, NotAfter = notAfter, Rights = Rights.Unlock };
        WindowText.TryRead(["always"], share.Windows);
        db.Shares.Add(new KeyShare
        {
            KeyId = grant.KeyId,
            GuestId = guestId,
            GuestName = name,
            NotAfter = notAfter,
            KnownAt = clock.Now,
        });
        return key.ShareWith(share);
    }

    /// <summary>Makes a code with which a tenant's phone signs in.</summary>
    public async Task<string> SignInCodeAsync(long userId)
    {
        string code = await codes.NewAsync(userId);
        await db.SaveChangesAsync();
        return code;
    }

    private async Task<DemoKey> IssueAsync(long userId, uint entryId, uint issuedAt, int tenancy)
    {
        SiteRow site = await db.Sites.SingleAsync();
        User user = await db.Users.Include(row => row.Schedule).SingleAsync(row => row.Id == userId);
        Entry entry = await db.Entries.SingleAsync(row => row.Id == entryId);
        Grant grant = new()
        {
            FacilityId = vault.FacilityId,
            LockId = entryId,
            KeyId = (uint)site.NextKeyId++,
            HolderId = (uint)userId,
            IssuedAt = issuedAt,
            NotBefore = issuedAt,
            NotAfter = issuedAt + Week,
            Tenancy = (ushort)tenancy,
            Rights = entryId == DemoSeed.Gate
                ? Rights.Unlock | Rights.ReadEvents
                : Rights.Unlock | Rights.Share | Rights.HoldOpen | Rights.ReadEvents,
        };
        WindowText.TryRead(user.Schedule!.Windows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            grant.Windows);
        ushort generation = (await ledgers.ReadAsync(entry)).Generation;
        Device phone = await PhoneAsync(user);
        db.Keys.Add(new OfflineKey
        {
            Id = grant.KeyId,
            User = user,
            DeviceId = phone.Id,
            Entry = entry,
            Grant = grant.ToBytes(),
            Generation = generation,
            IssuedAt = grant.IssuedAt,
            NotAfter = grant.NotAfter,
            Rights = grant.Rights,
        });
        byte[] secret = await ledgers.ChangeAsync(entry, (ledger, source) => ledger.IssueKey(generation, grant, source)!);
        return new DemoKey(user.Name, entryId, new PhoneKey(grant.ToBytes(), null, secret));
    }

    /// <summary>The tenant's phone. Nobody knows its token.</summary>
    private async Task<Device> PhoneAsync(User user)
    {
        if (await db.Devices.SingleOrDefaultAsync(row => row.UserId == user.Id) is { } known)
            return known;
        Device phone = new()
        {
            User = user,
            Name = string.Create(CultureInfo.InvariantCulture, $"{user.Name.Split(' ')[0]}'s phone"),
            TokenHash = StaffAccounts.HashOf(StaffAccounts.NewCode()),
            CreatedAt = clock.Now,
            SeenAt = clock.Now,
        };
        db.Devices.Add(phone);
        await db.SaveChangesAsync();
        return phone;
    }
}
