using System.Text.Json;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>An open facility file. While it is open for writing, no other process can open it for writing.</summary>
public sealed class FacilityFileStore : IDisposable
{
    private readonly FileStream? _hold;

    private FacilityFileStore(string path, FacilityData site, FileStream? hold)
    {
        FilePath = Path.GetFullPath(path);
        Facility = site;
        _hold = hold;
        Zone = new ZoneRule();
        Zone.TryRead(Convert.FromHexString(site.ZoneRule), 0);
        Time = new LocalTime(Zone);
    }

    /// <summary>The path of the file.</summary>
    public string FilePath { get; }

    /// <summary>The content of the file.</summary>
    public FacilityData Facility { get; }

    /// <summary>The facility's zone rule.</summary>
    public ZoneRule Zone { get; }

    /// <summary>The facility's local time.</summary>
    public LocalTime Time { get; }

    /// <summary>Creates a facility file that must not exist.</summary>
    public static void Create(string path, FacilityData site)
    {
        try
        {
            if (!File.Exists(path))
            {
                using FileStream hold = SafeFile.Hold(path);
                SafeFile.Create(path, FacilityFileFormat.ToBytes(site));
                return;
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created it at the same moment.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FacilityFileException($"{path} cannot be written: {exception.Message.TrimEnd('.')}. Choose another path with " +
                $"--facility, or create the folder.");
        }
        throw new FacilityFileException($"{path} exists, and a facility's secret is never overwritten. Choose another path with " +
            $"--facility. If the file is not needed, move it away first.");
    }

    /// <summary>Opens a facility file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Gets each warning, a sentence.</param>
    /// <param name="forWriting">Whether <see cref="Save"/> will be called.</param>
    public static FacilityFileStore Open(string path, Action<string> warn, bool forWriting)
    {
        if (!File.Exists(path))
            throw new FacilityFileException($"There is no facility file {path}. Change to the folder of the facility, give the path " +
                $"with --facility, or create a facility with \"lockctl facility new\".");
        path = File.ResolveLinkTarget(path, true)?.FullName ?? path;
        FileStream? hold = forWriting ? SafeFile.Hold(path) : null;
        try
        {
            FacilityData site = FacilityFileFormat.Read(File.ReadAllBytes(path));
            if (SafeFile.IsOpenToOthers(path))
                warn($"Other users can read {path}, and whoever has it can open every lock. Run \"chmod 600 {path}\".");
            return new FacilityFileStore(path, site, hold);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            hold?.Dispose();
            throw new FacilityFileException($"{path} cannot be used as a facility file: {exception.Message} Use the newest good copy of " +
                $"it. The generations of an old copy may have been used already.");
        }
    }

    /// <summary>Saves the file. When this returns, it is on the disk.</summary>
    public void Save()
    {
        if (_hold == null)
            throw new InvalidOperationException("The file was opened for reading.");
        try
        {
            SafeFile.Replace(FilePath, FacilityFileFormat.ToBytes(Facility));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FacilityFileException($"{FilePath} cannot be written: {exception.Message.TrimEnd('.')}. Nothing was done. Free " +
                $"disk space or correct the permissions, and try again.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hold?.Dispose();

    /// <summary>Finds a lock by name or number.</summary>
    public FacilityLock Find(string lockName)
    {
        FacilityLock? found = Facility.Locks.Find(known => known.Name == lockName)
            ?? Facility.Locks.Find(known => uint.TryParse(lockName, out uint id) && known.Id == id);
        if (found != null)
            return found;
        string known = Facility.Locks.Count == 0 ? "It has no locks; add them with \"lockctl manifest\"." : $"It has " +
            $"{Facility.Locks.Count} locks, like \"{Facility.Locks[0].Name}\" ({Facility.Locks[0].Id}).";
        throw new FacilityFileException($"{FilePath} has no lock \"{lockName}\". {known}");
    }

    /// <summary>Adds a lock. The number of a lock that was removed goes on with the next generation. The caller saves the file.</summary>
    public void Add(FacilityLock door)
    {
        RefuseInJob();
        if (Facility.Removed.Find(gone => gone.Id == door.Id) is { } removed)
        {
            if (removed.Generation == ushort.MaxValue)
                throw new FacilityFileException($"All generations of lock {door.Id} are used. Give the door another lock number.");
            door.Generation = (ushort)(removed.Generation + 1);
            Facility.Removed.Remove(removed);
        }
        Facility.Locks.Add(door);
    }

    /// <summary>Removes a lock, keeps the generation that was used last for its number, and saves the file.</summary>
    public void Remove(FacilityLock door)
    {
        RefuseInJob();
        Facility.Locks.Remove(door);
        Facility.Removed.Add(new RemovedLock(door.Id, Math.Max(door.Generation, door.ReservedThrough)));
        Save();
    }

    /// <summary>Takes the next generation of a lock and saves the file, before the generation is used.</summary>
    public ushort TakeGeneration(FacilityLock door)
    {
        ushort generation = Generations.Take(Facility, door);
        Save();
        return generation;
    }

    /// <summary>Takes the number of the next key and saves the file, before the number is used.</summary>
    public uint TakeKeyId()
    {
        if (Facility.Job is { } job && Facility.NextKeyId >= job.KeyIdEnd)
            throw new FacilityFileException("This job file has no further key numbers. Ask the office for another job file.");
        uint keyId = Facility.NextKeyId++;
        Save();
        return keyId;
    }

    private void RefuseInJob()
    {
        if (Facility.Job != null)
            throw new FacilityFileException("This is a job file: only the office adds or removes locks.");
    }
}
