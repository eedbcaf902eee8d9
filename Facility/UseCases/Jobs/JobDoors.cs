using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Jobs;

/// <summary>
/// The facility as the shared code of job files sees it: its secret, zone and holidays, and the locks that are or were in a job.
/// </summary>
public sealed class JobDoors(FacilityDb db, SecretVault vault, SealedBytes seal, LedgerStore ledgers)
{
    /// <summary>The facility with the locks of a job, or without locks.</summary>
    /// <param name="site">The facility's row.</param>
    /// <param name="job">The job; null for none.</param>
    public async Task<FacilityData> FacilityAsync(SiteRow site, Job? job)
    {
        long[] ids = job == null ? [] : Numbers(job);
        List<JobLock> rows = await db.JobLocks.Where(row => ids.Contains(row.Id)).OrderBy(row => row.Id).ToListAsync();
        byte[] secret = vault.CopySecret();
        FacilityData facility = new()
        {
            Format = FacilityData.FormatName,
            Name = site.Name,
            FacilityId = (uint)site.FacilityId,
            FacilitySecret = Convert.ToHexStringLower(secret),
            CreatedAt = (uint)site.CreatedAt,
            Zone = site.Zone,
            ZoneRule = site.ZoneRule,
            Holidays = [.. site.Holidays.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            NextKeyId = (uint)site.NextKeyId,
            Locks = [.. rows.Select(Open)],
        };
        CryptographicOperations.ZeroMemory(secret);
        if (job != null)
            facility.Jobs.Add(new JobNote((uint)job.Id, (uint)job.NotAfter, [.. ids.Select(id => (uint)id)]));
        return facility;
    }

    /// <summary>The locks of a job.</summary>
    public static long[] Numbers(Job job) => [.. job.Locks.Split(' ').Select(long.Parse)];

    /// <summary>A lock of the portal, ready for a job.</summary>
    /// <remarks>
    /// Hardware that is in service, or that the portal knows nothing of, has used every generation up to the highest: the job is for other
    /// hardware. Hardware that a job has begun with keeps its setup secret, so that the next job can go on with it.
    /// </remarks>
    /// <param name="facility">The facility.</param>
    /// <param name="entry">The lock's row.</param>
    /// <param name="board">The board of the hardware.</param>
    public async Task<FacilityLock> OfEntryAsync(FacilityData facility, Entry entry, string board)
    {
        JobLock? row = await db.JobLocks.SingleOrDefaultAsync(known => known.Id == entry.Id);
        FacilityLock? begun = row is { IsInService: false } ? Open(row) : null;
        FacilityLock door = new()
        {
            Id = (uint)entry.Id,
            Name = entry.Name,
            Board = board,
            Kind = entry.Kind == EntryKind.Unit ? DoorKind.Unit : DoorKind.Entry,
            IsExit = entry.IsExit,
            SetupSecret = begun?.SetupSecret ?? NewSecret(),
            Generation = begun?.Generation ?? 1,
            IsReplaced = begun?.IsReplaced ?? true,
            RecoverySecrets = begun?.RecoverySecrets ?? [],
            JobNumber = (uint)(row?.JobId ?? 0),
            ReservedThrough = begun?.ReservedThrough ?? 0,
        };
        ushort highest = (await ledgers.ReadAsync(entry)).HighestGeneration;
        if (begun == null || highest > Math.Max(door.Generation, door.ReservedThrough))
        {
            door.ReservedThrough = highest;
            Generations.Take(facility, door);
        }
        return door;
    }

    /// <summary>A lock that is not in the portal yet, ready for its first job.</summary>
    public static FacilityLock New(uint id, string name, NewLockKind kind, string board) => new()
    {
        Id = id,
        Name = name,
        Board = board,
        Kind = kind == NewLockKind.Unit ? DoorKind.Unit : DoorKind.Entry,
        IsExit = kind == NewLockKind.ExitGate,
        SetupSecret = NewSecret(),
        Generation = 1,
    };

    /// <summary>A lock that an earlier job had, and that is in no entry yet.</summary>
    public FacilityLock Begun(JobLock row, string board)
    {
        FacilityLock door = Open(row);
        door.Board = board;
        return door;
    }

    /// <summary>The name of a lock.</summary>
    public string NameOf(JobLock row) => Open(row).Name;

    /// <summary>Stores what is known of a lock's hardware.</summary>
    public async Task StoreAsync(FacilityLock door)
    {
        JobLock? row = await db.JobLocks.SingleOrDefaultAsync(known => known.Id == door.Id);
        byte[] bytes = seal.Seal(FacilityFileFormat.ToBytes(door), UseOf(door.Id));
        if (row == null)
            db.JobLocks.Add(row = new JobLock { Id = door.Id, Sealed = bytes });
        row.Sealed = bytes;
        row.JobId = door.JobNumber == 0 ? null : door.JobNumber;
        row.IsInService = door.InstalledGeneration == door.Generation;
    }

    private FacilityLock Open(JobLock row) => seal.Open(row.Sealed, UseOf(row.Id)) is { } bytes
        ? FacilityFileFormat.ReadLock(bytes)
        : throw new InvalidDataException($"What is stored of lock {row.Id} cannot be read; restore the database from a backup.");

    private static string UseOf(long id) => $"lock {id}";

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Hmac.HashSize));
}
