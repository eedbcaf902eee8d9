using System.Text;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>A key as a file: its text (<see cref="KeyText"/>) and a line end, for its owner alone.</summary>
public static class KeyFile
{
    /// <summary>Reads a key to a lock; null for none.</summary>
    /// <exception cref="FacilityFileException">There is no such file, it holds no key, or one to another lock.</exception>
    public static PhoneKey? Read(FileInfo? file, FacilityData facility, FacilityLock door)
    {
        if (file == null)
            return null;
        PhoneKey key = Read(file);
        Grant grant = new();
        grant.TryRead(key.Grant, 0, key.Grant.Length);
        if (grant.FacilityId == facility.FacilityId && grant.LockId == door.Id)
            return key;
        FacilityLock? other = grant.FacilityId == facility.FacilityId ? facility.Locks.Find(known => known.Id == grant.LockId) : null;
        string whose = other?.Name ?? $"lock {grant.LockId} of facility {grant.FacilityId}";
        throw new FacilityFileException(
            $"{file} is a key to {whose}, not to {door.Name}. Take the key of this lock, or issue one with \"lockctl key issue\".");
    }

    /// <summary>Reads a key, to whatever lock.</summary>
    /// <exception cref="FacilityFileException">There is no such file, or it holds no key.</exception>
    public static PhoneKey Read(FileInfo file)
    {
        if (!file.Exists)
            throw new FacilityFileException($"There is no key file {file}. Make one with \"lockctl key issue\".");
        return ReadText(File.ReadAllText(file.FullName))
            ?? throw new FacilityFileException($"{file} holds no whole key. It is one line that begins with {KeyText.Prefix}.");
    }

    /// <summary>Reads a key from its text.</summary>
    public static PhoneKey? ReadText(string text) => KeyText.TryRead(text);

    /// <summary>Writes a key to a file that must not exist.</summary>
    public static void Write(string path, PhoneKey key)
    {
        if (File.Exists(path))
            throw new FacilityFileException($"{path} exists, and a key is never overwritten. Choose another --out.");
        SafeFile.Create(path, Encoding.ASCII.GetBytes(KeyText.Of(key) + Environment.NewLine));
    }
}
