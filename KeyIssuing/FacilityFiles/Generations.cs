namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>The generations of a lock in a facility file. None is given out twice.</summary>
public static class Generations
{
    /// <summary>Takes the next generation of a lock. The caller saves the file before the generation is used.</summary>
    /// <exception cref="FacilityFileException">None is left.</exception>
    public static ushort Take(FacilityData facility, FacilityLock door)
    {
        ushort last = Math.Max(door.Generation, door.ReservedThrough);
        if (last == ushort.MaxValue)
            throw new FacilityFileException($"All generations of {door.Name} are used. Give the door another lock number.");
        if (facility.Job != null && !door.JobSecrets.Exists(secret => secret.Generation == last + 1))
            throw new FacilityFileException($"This job file has no further generation of {door.Name}. Ask the office for another one.");
        return door.Generation = (ushort)(last + 1);
    }
}
