using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>A phone's request for keys to all entries that its user may pass.</summary>
public sealed class KeysRequest
{
    /// <summary>The proof that the phone is on the site; absent for none.</summary>
    public HereEvidence? Here { get; init; }
}

/// <summary>The keys of a phone.</summary>
public sealed class KeysAnswer
{
    /// <summary>
    /// One for each entry that the user may pass, in the order of the entries in /api/me: gates and buildings' doors first, then units,
    /// each by name (Unit 8 before Unit 10). None for an entry whose ledger in the database is damaged. Older ones of this phone to the
    /// same entries are superseded.
    /// </summary>
    public required IReadOnlyList<KeyAnswer> Keys { get; init; }

    /// <summary>The Offline Key Expiration: the latest end of these keys, seconds since 2020-01-01T00:00:00Z.</summary>
    public required long NotAfter { get; init; }

    /// <summary>The same as a text for the person, with the entries that got no key.</summary>
    public required string Words { get; init; }
}

/// <summary>One offline key (docs/protocol.md, 3).</summary>
public sealed class KeyAnswer
{
    /// <summary>The lock's number, as its Identity says it.</summary>
    public required long LockId { get; init; }

    /// <summary>What people call the entry.</summary>
    public required string Name { get; init; }

    /// <summary>The number of the key.</summary>
    public required long KeyId { get; init; }

    /// <summary>The grant, base64.</summary>
    public required string Grant { get; init; }

    /// <summary>The holder's secret, 32 bytes, base64. The facility does not store it, so it is sent once.</summary>
    public required string Secret { get; init; }

    /// <summary>The first second at which the key no longer opens, seconds since 2020-01-01T00:00:00Z.</summary>
    public required long NotAfter { get; init; }

    /// <summary>What the key opens, until when and at which hours, as a text for the person.</summary>
    public required string Words { get; init; }
}

/// <summary>Runs the security check and issues keys: the only place where a phone gets one.</summary>
internal sealed class IssueKeys(
    FacilityDb db, ChangeRunner runner, SecurityCheck check, KeyNumbers numbers, KeyEnds ends, ClockMark mark, LedgerStore ledgers,
    AlertRaiser alerts, SecretVault vault, SiteReader site, OfficeTrail trail, FacilityClock clock)
{
    /// <summary>What a key to a unit's own door permits. A phone carries the sealed trail, so each of its keys may read it.</summary>
    public const Rights UnitRights = Rights.Unlock | Rights.Share | Rights.HoldOpen | Rights.ReadEvents;

    /// <summary>What a key to a gate or a building's door permits.</summary>
    public const Rights SharedDoorRights = Rights.Unlock | Rights.ReadEvents;

    // A lock's clock may be behind by this much and still take a key that was issued a moment ago.
    private const int LockClockLagSeconds = 300;
    private const int SecondsPerHour = 3600;

    private const string DamagedLedger =
        "The facility's record of this lock is damaged, so no key for it can be issued. Restore the database from a backup.";

    /// <summary>Runs the security check, and issues keys if all its steps pass.</summary>
    /// <param name="caller">The phone.</param>
    /// <param name="request">The request. The lock's answer in it must have its form.</param>
    /// <returns>The keys, or the refusal of the step that failed.</returns>
    public async Task<Outcome<KeysAnswer>> IssueAsync(PhoneCaller caller, KeysRequest request)
    {
        HereProof? proof = request.Here == null ? null : HereProof.Read(request.Here);
        return await runner.StoreAsync(async () =>
        {
            (Cleared? cleared, Refusal? refusal) = await check.RunAsync(caller, proof);
            long? ahead = cleared == null ? null : await mark.AheadAsync();
            if (ahead != null)
                (cleared, refusal) = (null, ClockBehind);
            Outcome<KeysAnswer> outcome = new(cleared == null ? null : await IssueAsync(cleared), refusal);
            if (refusal != null)
                await RefuseAsync(caller, refusal);
            if (ahead is { } newest)
                await AlertAsync(caller.UserId, newest);
            return outcome;
        });
    }

    private async Task<KeysAnswer> IssueAsync(Cleared cleared)
    {
        (User user, Device device, IReadOnlyList<PassableEntry> passable, AccessWindows windows, bool isWithoutHere) = cleared;
        await ledgers.LoadAsync(passable.Select(item => item.Entry));
        List<PassableEntry> damaged = [];
        foreach (PassableEntry item in passable)
        {
            if (await ledgers.TryReadAsync(item.Entry) == null)
                damaged.Add(item);
        }
        List<PassableEntry> entries = [.. AccessEntitlement.InOrder(passable.Except(damaged))];
        foreach (PassableEntry item in damaged)
            await alerts.RaiseAsync(item.Entry.Id, DamagedLedger);
        if (isWithoutHere)
            device.KeyWithoutHereAt = clock.Now;
        long[] entryIds = [.. entries.Select(item => item.Entry.Id)];
        foreach (OfflineKey older
            in await db.Keys.Where(key => key.DeviceId == device.Id && key.State == KeyState.InForce && entryIds.Contains(key.EntryId))
            .ToListAsync())
            ends.End(older, KeyEnd.NewerKey);
        uint issuedAt = await IssuedAtAsync(user);
        long lifetime = (long)(await site.RowAsync()).KeyLifetimeHours * SecondsPerHour;
        long firstId = await numbers.DrawAsync(entries.Count);
        LocalTime time = await site.LocalTimeAsync();
        List<KeyAnswer> keys = [];
        foreach (PassableEntry item in entries)
        {
            long notAfter = Math.Min(Math.Min(clock.Now + lifetime, item.Lease?.EndsAt ?? long.MaxValue), uint.MaxValue - 1);
            Grant grant = GrantOf(user, item, windows, (uint)(firstId + keys.Count), issuedAt, (uint)notAfter);
            keys.Add(await IssueAsync(item.Entry, grant, device, time));
        }
        await db.RefreshExpirationAsync(user.Id);
        long latest = keys.Count > 0 ? keys.Max(key => key.NotAfter) : issuedAt;
        string words = keys.Count > 0 ? $"Your keys open until {Moments.Minute(latest, time)}." : "No key was issued.";
        string without = damaged.Count > 0
            ? $" Tell the office that no key can be issued for {string.Join(", ", damaged.Select(item => item.Entry.Name))}."
            : "";
        return new KeysAnswer { Keys = keys, NotAfter = latest, Words = words + without };
    }

    /// <summary>
    /// Now, or a second later where a lock is told to refuse what was issued in this one (see
    /// <see cref="KeyRevocation.RevokeAsync"/>).
    /// </summary>
    private async Task<uint> IssuedAtAsync(User user)
    {
        uint now = clock.Now;
        long? revoked = await db.Keys.Where(key => key.UserId == user.Id && key.State == KeyState.Revoked && key.IssuedAt >= now
            && key.EndedFor != KeyEnd.ClockCorrected).MaxAsync(key => (long?)key.IssuedAt + 1);
        // A revocation that was made while the clock was ahead names a later moment.
        long? ended = await db.Keys.Where(key => key.UserId == user.Id && key.State == KeyState.Revoked && key.EndedAt > now)
            .MaxAsync(key => key.EndedAt);
        return (uint)new[] { now, revoked ?? 0, ended ?? 0 }.Max();
    }

    private Grant GrantOf(User user, PassableEntry item, AccessWindows windows, uint keyId, uint issuedAt, uint notAfter)
    {
        Grant grant = new()
        {
            FacilityId = vault.FacilityId,
            LockId = (uint)item.Entry.Id,
            KeyId = keyId,
            HolderId = (uint)user.Id,
            IssuedAt = issuedAt,
            NotBefore = clock.Now - LockClockLagSeconds,
            NotAfter = notAfter,
            Tenancy = item.Unit == null ? (ushort)0 : (ushort)item.Lease!.Tenancy,
            Rights = item.Unit == null ? SharedDoorRights : UnitRights,
        };
        byte[] hours = new byte[windows.Count * AccessWindows.EntrySize];
        windows.WriteTo(hours, 0);
        grant.Windows.TryRead(hours, 0, windows.Count);
        return grant;
    }

    private async Task<KeyAnswer> IssueAsync(Entry entry, Grant grant, Device device, LocalTime time)
    {
        LockLedger ledger = await ledgers.ReadAsync(entry);
        byte[] secret = ledger.IssueKey(ledger.Generation, grant, vault.SourceOf(entry.Id))
            ?? throw new InvalidOperationException($"No key can be issued for lock {entry.Id}.");
        byte[] bytes = grant.ToBytes();
        db.Keys.Add(new OfflineKey
        {
            Id = grant.KeyId,
            UserId = device.UserId,
            DeviceId = device.Id,
            EntryId = entry.Id,
            Grant = bytes,
            Generation = ledger.Generation,
            IssuedAt = grant.IssuedAt,
            NotAfter = grant.NotAfter,
            Rights = grant.Rights,
        });
        string until = Moments.Minute(grant.NotAfter, time);
        trail.Add(AuditAction.KeyIssued, $"key {grant.KeyId} to phone {device.Id}, until {until}", device.UserId, entry.Id);
        string hours = string.Join("; ", Enumerable.Range(0, grant.Windows.Count).Select(index => WindowText.Of(grant.Windows, index)));
        KeyAnswer answer = new()
        {
            LockId = entry.Id,
            Name = entry.Name,
            KeyId = grant.KeyId,
            Grant = Convert.ToBase64String(bytes),
            Secret = Convert.ToBase64String(secret),
            NotAfter = grant.NotAfter,
            Words = $"Opens {entry.Name} until {until}; hours: {hours}.",
        };
        CryptographicOperations.ZeroMemory(secret);
        return answer;
    }

    /// <summary>The refusal while the clock is behind.</summary>
    internal static Refusal ClockBehind { get; } = new()
    {
        Code = Refusal.Codes.ClockBehind,
        Reason = "The facility's clock is wrong, so no key is issued now. Tell the office. Keys that you have open as before.",
    };

    /// <summary>Alerts the office at the first entry that the user may pass.</summary>
    private async Task AlertAsync(long userId, long newest)
    {
        List<Lease> leases = await AccessEntitlement.OpenLeases(db, userId, clock.Now).ToListAsync();
        User user = await db.Users.SingleAsync(row => row.Id == userId);
        List<Entry> entries = await db.Entries.OrderBy(entry => entry.Id).ToListAsync();
        string moment = Moments.Minute(newest, await site.LocalTimeAsync());
        await alerts.RaiseAsync(AccessEntitlement.For(user, leases, entries)[0].Entry.Id,
            $"The facility's clock is behind {moment}, when something was stored. No phone gets a key. Check the clock of this "
            + "computer. If it is right, it was ahead before: say so under Settings.");
    }

    private async Task RefuseAsync(PhoneCaller caller, Refusal refusal)
    {
        db.ChangeTracker.Clear();
        string overlocked = refusal.Code == Refusal.Codes.PaymentDue ? await OverlockAsync(caller.UserId) : "";
        trail.Add(AuditAction.KeyRefused, $"{refusal.Check}: {refusal.Code}, to phone {caller.DeviceId}{overlocked}", caller.UserId);
    }

    /// <summary>Overlocks the units of a user who owes rent, where they are not overlocked yet. Their locks get notices.</summary>
    private async Task<string> OverlockAsync(long userId)
    {
        User user = await db.Users.SingleAsync(row => row.Id == userId);
        List<Unit> units = await db.Units.Include(unit => unit.Entry)
            .Where(unit => unit.Lease!.UserId == userId && unit.Overlock == OverlockReason.None).OrderBy(unit => unit.Id).ToListAsync();
        if (!user.IsDelinquent || units.Count == 0)
            return "";
        // Payment recorded meanwhile changes the same row, so the overlock is not stored after it.
        db.Claim(user);
        string names = string.Join(", ", units.Select(unit => unit.Name));
        if (await UnitLock.SetAllAsync(ledgers, units, OverlockReason.Payment))
            return $"; overlocked: {names}";
        db.ChangeTracker.Clear();
        return $"; {names} could not be overlocked because too many notices are waiting for a lock";
    }
}
