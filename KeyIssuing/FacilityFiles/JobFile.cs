using System.Security.Cryptography;
using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>
/// Job files: a facility file for some locks and a limited time, with the secrets of these locks in a few generations instead of the
/// facility's secret (docs/lockctl.md, Jobs).
/// </summary>
public static class JobFile
{
    /// <summary>The generations that a job has for each lock: one, and spare ones for hardware that fails.</summary>
    public const int GenerationsOfALock = 4;

    /// <summary>The key numbers that a job has.</summary>
    public const uint KeyIdsOfAJob = 100;

    /// <summary>
    /// Makes the content of a job file. The caller saves the facility before anybody gets it, so that nothing in it is given out twice.
    /// </summary>
    /// <param name="facility">The facility's own data.</param>
    /// <param name="doors">The locks, none of them in service or in another job.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="notAfter">When the job ends.</param>
    /// <exception cref="FacilityFileException">A lock cannot be in the job; nothing was changed.</exception>
    public static FacilityData Make(FacilityData facility, IReadOnlyList<FacilityLock> doors, uint now, uint notAfter)
    {
        if (facility.Job != null)
            throw new FacilityFileException("This is a job file, and no job can be made of a job.");
        if (facility.NextKeyId > uint.MaxValue - KeyIdsOfAJob)
            throw new FacilityFileException("The facility has no key numbers left for a job.");
        foreach (FacilityLock door in doors)
        {
            if (door.JobNumber != 0)
                throw new FacilityFileException($"{door.Name} is in job {door.JobNumber} already.");
            if (door.InstalledGeneration == door.Generation)
                throw new FacilityFileException($"{door.Name} is in service. For other hardware run \"lockctl replace\" first.");
            if (door.Generation > ushort.MaxValue - GenerationsOfALock)
                throw new FacilityFileException($"{door.Name} has too few generations left. Give the door another lock number.");
        }
        uint number = facility.Jobs.Count == 0 ? 1 : facility.Jobs.Max(job => job.Number) + 1;
        JobData job = new(number, now, notAfter, facility.NextKeyId + KeyIdsOfAJob);
        FacilityData file = new()
        {
            Format = FacilityData.FormatName,
            Name = facility.Name,
            FacilityId = facility.FacilityId,
            FacilitySecret = string.Empty,
            CreatedAt = facility.CreatedAt,
            Zone = facility.Zone,
            ZoneRule = facility.ZoneRule,
            Holidays = [.. facility.Holidays],
            NextKeyId = facility.NextKeyId,
            Locks = [.. doors.Select(door => OfJob(facility, door))],
            Job = job,
        };
        facility.NextKeyId += KeyIdsOfAJob;
        facility.Jobs.Add(new JobNote(number, notAfter, [.. doors.Select(door => door.Id)]));
        foreach (FacilityLock door in doors)
        {
            door.JobNumber = number;
            door.ReservedThrough = (ushort)(door.Generation + GenerationsOfALock - 1);
        }
        return file;
    }

    /// <summary>Takes back what was done with a job file. The caller saves the facility. It can be repeated.</summary>
    /// <param name="facility">The facility's own data.</param>
    /// <param name="result">The job file as it came back.</param>
    /// <returns>What was done, in lines for people.</returns>
    /// <exception cref="FacilityFileException">The file cannot be what it says; nothing was changed.</exception>
    public static IReadOnlyList<string> TakeBack(FacilityData facility, FacilityData result)
    {
        JobNote? note = facility.Jobs.Find(job => job.Number == result.Job?.Number);
        if (result.Job == null || result.FacilityId != facility.FacilityId || note == null || note.NotAfter != result.Job.NotAfter)
            throw new FacilityFileException("This is no file of a job that this facility gave out.");
        List<(FacilityLock Door, FacilityLock Done)> pairs = [];
        List<string> lines = [];
        foreach (FacilityLock done in result.Locks)
        {
            FacilityLock? door = facility.Locks.Find(known => known.Id == done.Id && note.Locks.Contains(known.Id));
            if (door == null)
                throw new FacilityFileException($"Lock {done.Id} was not in job {note.Number}.");
            CheckSecrets(facility, door, done);
            if (!BoardNames.All.Contains(done.Board))
                throw new FacilityFileException($"{door.Name} has a board that this version does not know.");
            if (door.JobNumber != note.Number)
                lines.Add($"{door.Name} was taken back already, or its job was ended.");
            else if (done.Generation < door.Generation || done.Generation > door.ReservedThrough)
                throw new FacilityFileException($"The generation of {door.Name} is not one of job {note.Number}.");
            else
                pairs.Add((door, done));
        }
        foreach ((FacilityLock door, FacilityLock done) in pairs)
            lines.Add(Take(door, done));
        return lines;
    }

    /// <summary>
    /// Ends a job whose file does not come back. Each of its locks that was not taken back gets a generation and a setup secret that the
    /// job does not have. The caller saves the facility.
    /// </summary>
    /// <param name="facility">The facility's own data.</param>
    /// <param name="number">The job.</param>
    /// <returns>The locks.</returns>
    public static IReadOnlyList<FacilityLock> End(FacilityData facility, uint number)
    {
        FacilityLock[] doors = [.. facility.Locks.Where(door => door.JobNumber == number)];
        foreach (FacilityLock door in doors)
        {
            door.JobNumber = 0;
            door.IsReplaced = true;
            door.RecoverySecrets.Clear();
            door.SetupSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Hmac.HashSize));
            Generations.Take(facility, door);
        }
        return doors;
    }

    private static FacilityLock OfJob(FacilityData facility, FacilityLock door) => new()
    {
        Id = door.Id,
        Name = door.Name,
        Board = door.Board,
        Kind = door.Kind,
        IsExit = door.IsExit,
        SerialPort = door.SerialPort,
        SetupSecret = door.SetupSecret,
        Generation = door.Generation,
        IsReplaced = door.IsReplaced,
        RecoverySecrets = [.. door.RecoverySecrets],
        JobSecrets = [.. Enumerable.Range(door.Generation, GenerationsOfALock).Select(generation => new JobSecret(
            (ushort)generation,
            Convert.ToHexStringLower(FacilitySecrets.SecretsOf(facility, door, (ushort)generation).LockSecret)))],
    };

    /// <summary>Only this facility can have made the secrets of a job.</summary>
    private static void CheckSecrets(FacilityData facility, FacilityLock door, FacilityLock done)
    {
        foreach (JobSecret secret in done.JobSecrets)
        {
            byte[] own = FacilitySecrets.SecretsOf(facility, door, secret.Generation).LockSecret;
            if (!CryptographicOperations.FixedTimeEquals(own, Convert.FromHexString(secret.Secret)))
                throw new FacilityFileException($"The secrets of {door.Name} in this file were not made by this facility.");
        }
    }

    /// <summary>
    /// Takes what only the installer can know: generation, board, setup secret. The ledger is made here, because what a job says about
    /// events would be believed for good.
    /// </summary>
    private static string Take(FacilityLock door, FacilityLock done)
    {
        door.JobNumber = 0;
        door.Board = done.Board;
        door.SetupSecret = done.SetupSecret;
        door.Generation = done.Generation;
        door.RecoverySecrets.Clear();
        door.RecoverySecrets.AddRange(done.RecoverySecrets);
        (door.SeenHead, door.SeenBootCount) = (done.SeenHead, done.SeenBootCount);
        if (done.InstalledGeneration != done.Generation)
        {
            door.IsReplaced |= done.IsReplaced;
            return $"{door.Name} is not in service yet, generation {door.Generation}.";
        }
        door.TakeInstalled();
        return $"{door.Name} is in service, generation {door.Generation}.";
    }
}
