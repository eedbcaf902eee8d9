using System.Text;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>A key in a file that only its owner can read: its text (<see cref="KeyText"/>) and a line end.</summary>
public static class KeyFile
{
    /// <summary>Reads a key for a lock; null when no file is given.</summary>
    /// <exception cref="FacilityFileException">There is no such file, it has no key, or the key is for another lock.</exception>
    public static PhoneKey? Read(FileInfo? file, FacilityData facility, FacilityLock target)
    {
        if (file == null)
            return null;
        PhoneKey key = Read(file);
        Grant grant = new();
        grant.TryRead(key.Grant, 0, key.Grant.Length);
        if (grant.FacilityId == facility.FacilityId && grant.LockId == target.Id)
            return key;
        FacilityLock? other = grant.FacilityId == facility.FacilityId ? facility.Locks.Find(known => known.Id == grant.LockId) : null;
        string whose = other?.Name ?? $"lock {grant.LockId} of facility {grant.FacilityId}";
        throw new FacilityFileException($"{file} is a key to {whose}, not to {target.Name}. Use a key of this lock, or issue one with " +
            $"\"lockctl key issue\".");
    }

    /// <summary>Reads a key for any lock.</summary>
    /// <exception cref="FacilityFileException">There is no such file, or it has no key.</exception>
    public static PhoneKey Read(FileInfo file)
    {
        if (!file.Exists)
            throw new FacilityFileException($"There is no key file {file}. Issue a key with \"lockctl key issue\".");
        return ReadText(File.ReadAllText(file.FullName)) ?? throw new FacilityFileException($"{file} has no complete key. A key is one " +
            $"line that begins with {KeyText.Prefix}.");
    }

    /// <summary>Reads a key from its text.</summary>
    public static PhoneKey? ReadText(string text) => KeyText.TryRead(text);

    /// <summary>Writes a key to a file that must not exist.</summary>
    public static void Write(string path, PhoneKey key)
    {
        if (File.Exists(path))
            throw new FacilityFileException($"{path} exists, and a key file is never overwritten. Choose another file.");
        SafeFile.Create(path, Encoding.ASCII.GetBytes(KeyText.Of(key) + Environment.NewLine));
    }
}
