using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Import;

/// <summary>The file cannot be imported. The message says why, and what to do; nothing was stored.</summary>
public sealed class ImportException(string message) : Exception(message);

/// <summary>
/// Imports the facility file of lockctl: facility, secret, time zone, holidays and locks. A repeated import adds only what is new. It
/// never lowers a generation, a ledger or the number of the next key.
/// </summary>
public sealed class FacilityImport(FacilityDb db, ChangeRunner runner, SecretVault vault, LedgerStore ledgers, EntryRenewal renewal,
    OfficeTrail trail)
{
    /// <summary>
    /// How many key numbers are left to lockctl, which issues keys for the staff after an import too. The portal's numbers are above them.
    /// </summary>
    public const long KeysOfLockctl = 1_000_000;

    /// <summary>Imports a file.</summary>
    /// <param name="file">The content of the file.</param>
    /// <returns>What was done, in lines for people.</returns>
    /// <exception cref="ImportException">The file cannot be imported.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(FacilityData file)
    {
        if (file.Job != null)
            throw new ArgumentException("A job file is taken back, not imported.", nameof(file));
        IReadOnlyList<string> done = await runner.StoreAsync<IReadOnlyList<string>>(async () =>
        {
            await runner.BeginTransactionAsync();
            List<string> lines = [];
            await ImportSiteAsync(file, lines);
            foreach (FacilityLock door in file.Locks)
                await ImportLockAsync(door, lines);
            if (!db.ChangeTracker.HasChanges())
                return [.. lines, "The database has everything in the file already; nothing was left to do."];
            trail.Add(AuditAction.FacilityImported, string.Join(" ", lines));
            return lines;
        });
        vault.Open(await db.Sites.SingleAsync());
        return done;
    }

    /// <summary>
    /// Takes in that a job has put a lock into service. The caller has begun a transaction; it saves and commits.
    /// </summary>
    /// <param name="door">The lock, with the generation that it has now.</param>
    /// <param name="lines">Receives what was done, in lines for people.</param>
    public async Task TakeInstalledAsync(FacilityLock door, List<string> lines)
    {
        Entry? entry = await db.Entries.SingleOrDefaultAsync(row => row.Id == door.Id);
        // The first hardware of a door that was never heard of replaces nothing.
        if (entry is { ContactAt: null, Head: 0 } && await renewal.RenewAsync(entry, door.InstalledGeneration, isOtherHardware: false))
            return;
        await ImportLockAsync(door, lines);
    }

    /// <summary>Reads a file. It needs no database, so that an unusable file is refused before one is made.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Receives warnings.</param>
    /// <exception cref="ImportException">The file cannot be read.</exception>
    public static FacilityData Read(string path, TextWriter warn)
    {
        if (!File.Exists(path))
            throw new ImportException($"The file {path} does not exist. Name the facility file that \"lockctl facility new\" made.");
        try
        {
            using FacilityFileStore store = FacilityFileStore.Open(path, line => warn.WriteLine($"Warning: {line}"), forWriting: false);
            foreach (FacilityLock door in store.Facility.Locks)
                door.ReadLedger();
            return store.Facility;
        }
        catch (FacilityFileException exception)
        {
            throw new ImportException(exception.Message);
        }
    }

    private async Task ImportSiteAsync(FacilityData file, List<string> lines)
    {
        SiteRow site = await db.Sites.SingleAsync();
        byte[] secret = Convert.FromHexString(file.FacilitySecret);
        byte[] present = vault.CopySecret();
        try
        {
            if (site.FacilityId != file.FacilityId || !CryptographicOperations.FixedTimeEquals(secret, present))
                await ReplaceIdentityAsync(site, file, secret, lines);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(present);
        }
        if (await db.Keys.AnyAsync(key => key.Id < file.NextKeyId))
        {
            lines.Add($"Warning: lockctl and the portal have both issued keys with numbers below {file.NextKeyId}, so Activity can name "
                + "the wrong person for a key of lockctl. Retire all keys of the locks for which lockctl has issued one (Entries, the "
                + "lock).");
        }
        site.NextKeyId = Math.Max(site.NextKeyId, Math.Min(file.NextKeyId + KeysOfLockctl, uint.MaxValue));
    }

    /// <summary>Gives a database without locks and keys the identity of the file's facility.</summary>
    private async Task ReplaceIdentityAsync(SiteRow site, FacilityData file, byte[] secret, List<string> lines)
    {
        if (await db.Entries.AnyAsync() || await db.Keys.AnyAsync() || await db.Jobs.AnyAsync())
        {
            throw new ImportException(site.FacilityId == file.FacilityId
                ? $"The database has locks of facility {site.FacilityId} with a different secret than the file. One of the two is the "
                + "wrong copy. Nothing was changed."
                : $"The database has locks or keys of facility {site.FacilityId} (\"{site.Name}\"), but the file belongs to "
                + $"facility {file.FacilityId} (\"{file.Name}\"). Use another data folder or database for it. Nothing was changed.");
        }
        site.Name = file.Name;
        site.FacilityId = file.FacilityId;
        site.ProtectedSecret = vault.Protect(secret);
        site.Zone = file.Zone;
        site.ZoneRule = file.ZoneRule;
        site.Holidays = string.Join('\n', file.Holidays);
        site.CreatedAt = file.CreatedAt;
        lines.Add($"The database now belongs to facility {file.FacilityId}, \"{file.Name}\", zone {file.Zone}. Start the program "
            + "again if it is running.");
    }

    private async Task ImportLockAsync(FacilityLock door, List<string> lines)
    {
        Entry? entry = await db.Entries.SingleOrDefaultAsync(row => row.Id == door.Id);
        if (entry != null)
        {
            await RaiseAsync(entry, door, lines);
            return;
        }
        LockLedger ledger = door.ReadLedger();
        while (ledger.HighestGeneration < HighestUsed(door))
            ledger.NextGeneration();
        entry = EntryMaker.Make(door.Id, await FreeNameAsync(door), door.Kind == DoorKind.Unit ? EntryKind.Unit : EntryKind.Gate);
        entry.IsExit = door.IsExit;
        await ledgers.AdoptAsync(entry, ledger);
        db.Entries.Add(entry);
        if (entry.Kind == EntryKind.Unit)
            await AssignUnitAsync(entry);
        string events = ledger.Trail.StoredThrough == 0
            ? ""
            : $"; its events up to {ledger.Trail.StoredThrough} are where lockctl wrote them";
        string other = entry.Name == door.Name ? "" : $" as {entry.Name}, because another entry has its name";
        lines.Add($"{door.Name} ({door.Id}) is new{other}, generation {ledger.Generation}{events}.");
    }

    /// <summary>The name of a lock, with its number behind it if another entry has the same name.</summary>
    private async Task<string> FreeNameAsync(FacilityLock door)
    {
        string name = NameKeys.Clean(door.Name);
        while (db.Entries.Local.Any(entry => NameKeys.AreSame(entry.Name, name)) || await IsStoredAsync(NameKeys.Of(name)))
            name = $"{name} ({door.Id})";
        return name;
    }

    private Task<bool> IsStoredAsync(string key) => db.Entries.AnyAsync(entry => entry.NameKey == key);

    /// <summary>Assigns the lock to the unit with the same name, with the notices of that unit, or to a new unit.</summary>
    private async Task AssignUnitAsync(Entry entry)
    {
        string key = NameKeys.Of(entry.Name);
        Unit? unit = await db.Units.Include(row => row.Lease).OrderBy(row => row.Id).FirstOrDefaultAsync(row => row.NameKey == key);
        if (unit == null)
        {
            db.Units.Add(new Unit { Name = entry.Name, Tenancy = (await ledgers.ReadAsync(entry)).Tenancy, Entry = entry });
            return;
        }
        if (unit.EntryId != null)
            return;
        unit.Entry = entry;
        if (await UnitLock.AttachAsync(ledgers, unit) is { } refusal)
            throw new ImportException(refusal.Words);
    }

    /// <summary>The highest generation whose secret may be known outside: the lock's own, or one of those that a job was given.</summary>
    private static ushort HighestUsed(FacilityLock door) => Math.Max(door.Generation, door.ReservedThrough);

    /// <summary>Whether hardware that lockctl has put into service has a generation that a notice of the portal has, too.</summary>
    private static bool IsGivenTwice(LockLedger known, FacilityLock door, LockLedger installed)
    {
        bool isNewHardware = door.InstalledGeneration > known.Trail.FirstGeneration
            && installed.Trail.FirstGeneration == door.InstalledGeneration;
        bool isWaiting = known.IsRekeyWaiting && door.InstalledGeneration == known.HighestGeneration;
        return isNewHardware && (isWaiting || door.InstalledGeneration == known.Generation);
    }

    // Also as this change has it: the job may be taken back by it.
    private async Task<long?> InJobAsync(long id) => (await db.JobLocks.FindAsync(id))?.JobId;

    /// <summary>Records generations that lockctl has used, and new identities that it has given to the lock.</summary>
    private async Task RaiseAsync(Entry entry, FacilityLock door, List<string> lines)
    {
        LockLedger installed = door.ReadLedger();
        LockLedger known = await ledgers.ReadAsync(entry);
        bool isNewIdentity = door.InstalledGeneration > known.Generation;
        if (IsGivenTwice(known, door, installed))
        {
            lines.Add($"Warning: {entry.Name} ({entry.Id}): lockctl has given generation {door.InstalledGeneration} to new hardware, and "
                + "the portal has given the same one to retire keys. Nothing was changed for this lock. Run \"lockctl replace\" for it "
                + "once more, flash the hardware again, and import the file.");
            return;
        }
        if (HighestUsed(door) <= known.HighestGeneration && !isNewIdentity)
            return;
        bool isOtherHardware = isNewIdentity && installed.Trail.FirstGeneration > known.Generation;
        if (isNewIdentity && await InJobAsync(door.Id) is { } job)
        {
            throw new ImportException($"{entry.Name} is in job {job} of the portal, and lockctl has put it into service meanwhile. Take "
                + $"the job back, or end it, then import this file again. Nothing was changed.");
        }
        if (isNewIdentity)
            await renewal.RenewAsync(entry, door.InstalledGeneration, isOtherHardware);
        await ledgers.ChangeAsync(entry, (ledger, _) =>
        {
            while (ledger.HighestGeneration < HighestUsed(door))
                ledger.NextGeneration();
            return true;
        });
        lines.Add(isNewIdentity
            ? $"{entry.Name} ({entry.Id}) has {(isOtherHardware ? "new hardware" : "a new identity")}, "
                + $"generation {door.InstalledGeneration}: keys issued before no longer open it."
            : $"{entry.Name} ({entry.Id}): generation {HighestUsed(door)} is issued.");
    }
}
