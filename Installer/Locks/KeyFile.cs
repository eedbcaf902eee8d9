using System.CommandLine;
using System.Text;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Files;
using LockFirmware.InstallerTool.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>A key as a file: its text (<see cref="KeyText"/>) and a line end, for its owner alone.</summary>
internal static class KeyFile
{
    /// <summary>The option to use a key instead of the tool's own.</summary>
    public static Option<FileInfo?> Option() => new("--key") { Description = "Ask with this key file instead of the tool's own key.", HelpName = "file" };

    /// <summary>Reads a key to a lock; null for none.</summary>
    /// <exception cref="ToolException">There is no such file, it holds no key, or one to another lock.</exception>
    public static PhoneKey? Read(FileInfo? file, SiteStore store, SiteLock door)
    {
        if (file == null)
            return null;
        PhoneKey key = Read(file);
        Grant grant = new();
        grant.TryRead(key.Grant, 0, key.Grant.Length);
        if (grant.FacilityId == store.Site.FacilityId && grant.LockId == door.Id)
            return key;
        SiteLock? other = grant.FacilityId == store.Site.FacilityId ? store.Site.Locks.Find(known => known.Id == grant.LockId) : null;
        string whose = other?.Name ?? $"lock {grant.LockId} of facility {grant.FacilityId}";
        throw new ToolException(ExitCode.Unusable, $"{file} is a key to {whose}, not to {door.Name}. Take the key of this lock, or issue one with \"lockctl key issue\".");
    }

    /// <summary>Reads a key, to whatever lock.</summary>
    /// <exception cref="ToolException">There is no such file, or it holds no key.</exception>
    public static PhoneKey Read(FileInfo file)
    {
        if (!file.Exists)
            throw new ToolException(ExitCode.Unusable, $"There is no key file {file}. Make one with \"lockctl key issue\".");
        return ReadText(File.ReadAllText(file.FullName)) ?? throw new ToolException(ExitCode.Unusable, $"{file} holds no whole key. It is one line that begins with {KeyText.Prefix}.");
    }

    /// <summary>Reads a key from its text.</summary>
    public static PhoneKey? ReadText(string text) => KeyText.TryRead(text);

    /// <summary>Writes a key to a file that must not exist.</summary>
    public static void Write(string path, PhoneKey key)
    {
        if (File.Exists(path))
            throw new ToolException(ExitCode.Unusable, $"{path} exists, and a key is never overwritten. Choose another --out.");
        SafeFile.Create(path, Encoding.ASCII.GetBytes(KeyText.Of(key) + Environment.NewLine));
    }
}
