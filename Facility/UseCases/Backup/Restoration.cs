using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>
/// Prepares a restored copy of the database for use. The copy does not know what happened after it was made: numbers were used,
/// sign-ins were ended, decisions were made. And if the key folder is lost, its secret cannot be decrypted.
/// </summary>
/// <remarks>
/// The same copy may be restored twice, and then numbers that followed the first restoration must not be used again either. Therefore
/// numbers also go on above a floor that rises with the clock faster than they are used.
/// </remarks>
public sealed class Restoration(FacilityDb db, ChangeRunner runner, LedgerStore ledgers, SecretVault vault, SecretBackup backup,
    UnknownKeys unknown, AlertRaiser alerts, FacilityClock clock, OfficeTrail trail)
{
    /// <summary>How many numbers of keys, rows, and of each lock's notices are skipped at least.</summary>
    public const int SkippedCount = 100_000;

    /// <summary>How many tenancy numbers of each unit are skipped at least.</summary>
    public const int SkippedTenancyCount = 100;

    /// <summary>How many generations of each lock's secret are skipped.</summary>
    public const int SkippedGenerationCount = 100;

    /// <summary>
    /// How many numbers of users behind the copy's last one every lock refuses: those who may have been created after the copy. A lock can
    /// refuse 96 holders and keys at once (docs/protocol.md, 6.2), so most of its table stays free.
    /// </summary>
    public const int RefusedUserCount = 30;

    /// <summary>How many numbers a second the floor rises, from 2020-01-01T00:00:00Z on. 32 bits are enough until 2088.</summary>
    public const int NumbersPerSecond = 2;

    private const string TooMuchWaits =
        "Too many notices wait for this lock, so it may open for users whom this database does not know: they were created after it was "
        + "copied. When the lock is in contact again, retire all its keys.";

    /// <summary>The decisions that the staff must make again, each as a line for people.</summary>
    public static IReadOnlyList<string> DecisionsToRepeat { get; } =
    [
        "users created: each gets a new number",
        "phones reported lost, and accounts deactivated or erased; for a phone that was signed out use \"Lost phone\"",
        "shares revoked (if a share is no longer listed, use \"Lost phone\" of the user who shared the key)",
        "units let, transferred and moved out of, and the ends of leases",
        "rent owed and payments received",
        "overlocks, lockdowns, and those lifted",
        "access hours changed, key lifetime, zone and holidays (keys that were fetched after the copy keep their hours until they expire)",
        "locks added, moved, configured, and given new hardware or a new identity",
        "job files: those made after the copy are refused when they come back, so give out others and flash their locks again",
        "members of the staff deactivated, and permissions taken away: do this before you hand out their new links",
    ];

    /// <summary>Prepares the database.</summary>
    /// <param name="secretFile">The exported secret; null if the key folder of the database still exists.</param>
    /// <param name="passphrase">Asks for the passphrase; called only if there is such a file.</param>
    /// <param name="isKeysOnly">Whether the database is no copy, and only its key folder is new: then only the secret is opened.</param>
    /// <returns>What was done, in lines for people.</returns>
    /// <exception cref="InvalidDataException">The database or the secret cannot be used; the message says why.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(byte[]? secretFile, Func<string> passphrase, bool isKeysOnly = false)
    {
        await DatabaseSetup.MigrateAsync(db);
        SiteRow site = await db.Sites.AsNoTracking().SingleOrDefaultAsync()
            ?? throw new InvalidDataException("The database is empty. Restore the copy of the database first.");
        List<string> done = [];
        if (secretFile != null)
        {
            if (await backup.RestoreAsync(secretFile, passphrase()) is { } complaint)
                throw new InvalidDataException(complaint);
            done.Add("The secret was restored. It is encrypted with this computer's keys.");
        }
        else
        {
            Open(site);
        }
        if (isKeysOnly)
            return done;
        (long next, long lastUser, int phones, string damaged) = await runner.StoreAsync(PrepareAsync);
        done.Add($"Keys go on from number {next}. Notices, generations, tenancies, users, phones and shares also get numbers that "
            + "were never used.");
        done.Add($"Every lock refuses users {lastUser + 1} to {lastUser + RefusedUserCount} from its next visit on: those who were created "
            + "after the copy. Create the ones again who may come in. If more were created, or if this copy was restored before, retire "
            + "all keys of the locks that they could pass (\"Retire all keys of this lock\").");
        done.Add($"All sign-ins have ended: {phones} phones, every member of the staff, passwords, one-time links and sign-in codes. "
            + "\"facility admin-link\" gives an administrator a new link. Each user needs a new sign-in code; keys on the phones open as "
            + "before.");
        if (damaged.Length > 0)
            done.Add("The records of these locks are damaged, so they get no notices, and their numbers could not be skipped: "
                + $"{damaged}.");
        done.Add("Now start the program and make every decision again that was made after the copy, in the same order:");
        done.AddRange(DecisionsToRepeat.Select(line => $"  - {line}"));
        return done;
    }

    /// <summary>Leaves out numbers of every kind, and ends everything that somebody can sign in with.</summary>
    private async Task<(long Next, long LastUser, int PhoneCount, string Damaged)> PrepareAsync()
    {
        await runner.BeginTransactionAsync();
        long floor = (long)clock.Now * NumbersPerSecond;
        SiteRow site = await db.Sites.SingleAsync();
        site.UnknownKeysFrom = site.UnknownKeysFrom == 0 ? site.NextKeyId : Math.Min(site.UnknownKeysFrom, site.NextKeyId);
        site.NextKeyId = Math.Max(site.NextKeyId + SkippedCount, floor);
        long lastUser = await RowNumbers.LastUserAsync(db);
        await RowNumbers.SkipAsync(db, SkippedCount, floor);
        List<Entry> damaged = await SkipNoticesAsync(floor);
        foreach (Unit unit in await db.Units.ToListAsync())
            unit.Tenancy = SkipTenancies(unit.Tenancy);
        await RefuseUnknownAsync(lastUser, damaged);
        int phones = await EndSignInsAsync();
        trail.Add(AuditAction.DatabaseRestored, $"keys go on from number {site.NextKeyId}; all sign-ins ended, {phones} phones signed out");
        return (site.NextKeyId, lastUser, phones, string.Join(", ", damaged.Select(entry => entry.Name)));
    }

    /// <summary>Leaves out numbers of notices, and makes every lock due, so that the facility soon learns what it knows.</summary>
    /// <returns>The locks whose ledger cannot be read.</returns>
    private async Task<List<Entry>> SkipNoticesAsync(long floor)
    {
        List<Entry> entries = await db.Entries.Include(entry => entry.Ledger).OrderBy(entry => entry.Id).ToListAsync();
        List<Entry> damaged = [];
        foreach (Entry entry in entries)
        {
            (entry.NextVisitAt, entry.LeaseOwner, entry.LeaseUntil) = (0, "", 0);
            if (await ledgers.TryReadAsync(entry) == null)
                damaged.Add(entry);
            else
                await ledgers.ChangeAsync(entry, (ledger, _) => Skip(ledger, floor));
        }
        return damaged;
    }

    private static bool Skip(LockLedger ledger, long floor)
    {
        ledger.SkipGenerations(SkippedGenerationCount);
        ledger.SkipNumbers((uint)Math.Min(Math.Max(ledger.LastNumber + (long)SkippedCount, floor), uint.MaxValue - SkippedCount));
        return true;
    }

    /// <summary>
    /// Has the locks refuse keys that this database does not know: of users who were created after the copy, and at vacant units of every
    /// tenant.
    /// </summary>
    private async Task RefuseUnknownAsync(long lastUser, List<Entry> damaged)
    {
        uint before = LockLedger.RevocationMoment(clock.Now, [clock.Now]);
        uint until = (uint)await unknown.UntilAsync();
        Dictionary<long, int> vacant = await db.Units.Where(unit => unit.LeaseId == null && unit.EntryId != null)
            .ToDictionaryAsync(unit => unit.EntryId!.Value, unit => unit.Tenancy);
        foreach (Entry entry in db.Entries.Local.Except(damaged).OrderBy(entry => entry.Id))
        {
            bool isQueued = await ledgers.QueueAsync(entry, ledger =>
                Enumerable.Range(1, RefusedUserCount).All(i => ledger.RevokeHolder((uint)(lastUser + i), before, until))
                && (!vacant.TryGetValue(entry.Id, out int tenancy) || tenancy <= ledger.Tenancy || ledger.SetTenancy((ushort)tenancy)));
            if (!isQueued)
                await alerts.RaiseAsync(entry.Id, TooMuchWaits);
        }
    }

    /// <summary>
    /// A tenancy above those that were used. A tenant keeps the number of the lease, and the next letting or move-out takes a new one.
    /// </summary>
    private int SkipTenancies(int tenancy)
    {
        int next = Math.Max(tenancy + SkippedTenancyCount, (int)(clock.Now / LockTime.SecondsPerDay));
        return next <= ushort.MaxValue ? next : tenancy;
    }

    private async Task<int> EndSignInsAsync()
    {
        foreach (StaffMember member in await db.Staff.ToListAsync())
            StaffAccounts.End(member);
        await db.StaffSessions.ExecuteDeleteAsync();
        await db.SignInTries.ExecuteDeleteAsync();
        await db.SignInCodes.Where(code => code.UsedAt == null).ExecuteDeleteAsync();
        await db.HereChallenges.ExecuteDeleteAsync();
        long? now = clock.Now;
        return await db.Devices.Where(device => device.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(device => device.RevokedAt, now));
    }

    private void Open(SiteRow site)
    {
        try
        {
            vault.Open(site);
        }
        catch (CryptographicException)
        {
            throw new InvalidDataException(SecretVault.OtherKeys);
        }
    }
}
