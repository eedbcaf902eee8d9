using System.Text.Json;
using System.Text.Json.Serialization;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Files;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Site;

/// <summary>The facility file while a command works on it. A writing command keeps all others away until disposed.</summary>
internal sealed class SiteStore : IDisposable
{
    private const int SecretDigits = 2 * Hmac.HashSize;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private readonly FileStream? _hold;

    private SiteStore(string path, SiteFile site, FileStream? hold)
    {
        FilePath = Path.GetFullPath(path);
        Site = site;
        _hold = hold;
        Zone = new ZoneRule();
        Zone.TryRead(Convert.FromHexString(site.ZoneRule), 0);
        Time = new LocalTime(Zone);
    }

    /// <summary>Where it is.</summary>
    public string FilePath { get; }

    /// <summary>Its content.</summary>
    public SiteFile Site { get; }

    /// <summary>The facility's zone rule.</summary>
    public ZoneRule Zone { get; }

    /// <summary>The facility's wall clock.</summary>
    public LocalTime Time { get; }

    /// <summary>Makes a facility file that must not exist.</summary>
    public static void Create(string path, SiteFile site)
    {
        try
        {
            if (!File.Exists(path))
            {
                using FileStream hold = SafeFile.Hold(path);
                SafeFile.Create(path, ToBytes(site));
                return;
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another one was faster.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Unusable, $"{path} cannot be written: {exception.Message.TrimEnd('.')}. Choose another --facility, or make the folder.");
        }
        throw new ToolException(ExitCode.Unusable, $"{path} exists, and a facility's secret is never overwritten. Choose another --facility, or move the file away if it is of no use.");
    }

    /// <summary>Opens a facility file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="terminal">Receives warnings.</param>
    /// <param name="forWriting">Whether <see cref="Save"/> will be called.</param>
    public static SiteStore Open(string path, Terminal terminal, bool forWriting)
    {
        if (!File.Exists(path))
            throw new ToolException(ExitCode.Unusable, $"There is no facility file {path}. Name it with --facility, or make one with \"lockctl facility new\".");
        path = File.ResolveLinkTarget(path, true)?.FullName ?? path;
        FileStream? hold = forWriting ? SafeFile.Hold(path) : null;
        try
        {
            SiteFile site = JsonSerializer.Deserialize<SiteFile>(File.ReadAllBytes(path), Json) ?? throw new JsonException("It is empty.");
            Check(site);
            if (SafeFile.IsOpenToOthers(path))
                terminal.Warn($"{path} can be read by others than its owner. It opens every lock: \"chmod 600 {path}\".");
            return new SiteStore(path, site, hold);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            hold?.Dispose();
            throw new ToolException(ExitCode.Unusable, $"{path} is no facility file that this tool can use: {exception.Message} Take the newest good copy of it; generations in an old copy may be used up already.");
        }
    }

    /// <summary>Writes the file; when this returns it is on the disk.</summary>
    public void Save()
    {
        if (_hold == null)
            throw new InvalidOperationException("The file was opened for reading.");
        try
        {
            SafeFile.Replace(FilePath, ToBytes(Site));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Unusable, $"{FilePath} cannot be written: {exception.Message.TrimEnd('.')}. Nothing was done; make room or set the permissions right, and try again.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hold?.Dispose();

    /// <summary>Finds a lock by number or name.</summary>
    public SiteLock Find(string lockName)
    {
        SiteLock? found = Site.Locks.Find(known => known.Name == lockName)
            ?? Site.Locks.Find(known => uint.TryParse(lockName, out uint id) && known.Id == id);
        if (found != null)
            return found;
        string known = Site.Locks.Count == 0 ? "It has none; add them with \"lockctl manifest\"." : $"It has {Site.Locks.Count}, like \"{Site.Locks[0].Name}\" ({Site.Locks[0].Id}).";
        throw new ToolException(ExitCode.Unusable, $"{FilePath} has no lock \"{lockName}\". {known}");
    }

    /// <summary>Takes the next generation of a lock, and has it on the disk before it is used.</summary>
    public ushort TakeGeneration(SiteLock door)
    {
        if (door.Generation == ushort.MaxValue)
            throw new ToolException(ExitCode.Unusable, $"All generations of {door.Name} are used up. Give the door another lock number.");
        door.Generation++;
        Save();
        return door.Generation;
    }

    /// <summary>Warns where this computer's clock is certainly wrong, or was when the file was made.</summary>
    public void WarnOfClock(Terminal terminal)
    {
        if (terminal.Now < Site.CreatedAt)
            terminal.Warn($"This computer says {Time.Full(terminal.Now)}, which is earlier than the making of the facility file ({Time.Full(Site.CreatedAt)}): one of both clocks was wrong. Set this one right before keys or locks get its time.");
    }

    /// <summary>Takes the number of the next key, and has it on the disk before it is used.</summary>
    public uint TakeKeyId()
    {
        uint keyId = Site.NextKeyId++;
        Save();
        return keyId;
    }

    private static byte[] ToBytes(SiteFile site) => JsonSerializer.SerializeToUtf8Bytes(site, Json);

    private static void Check(SiteFile site)
    {
        if (site.Format != SiteFile.FormatName)
            throw new JsonException($"Its format is \"{site.Format}\", not \"{SiteFile.FormatName}\".");
        CheckHex(site.FacilitySecret, SecretDigits, "facilitySecret");
        CheckHex(site.ZoneRule, 2 * KeyCrypto.ZoneRule.Size, "zoneRule");
        if (!new ZoneRule().TryRead(Convert.FromHexString(site.ZoneRule), 0))
            throw new JsonException("Its zoneRule is none.");
        Holidays.Read(site.Holidays);
        if (site.FacilityId == 0 || site.NextKeyId < Issuer.FirstKeyId)
            throw new JsonException($"Its facilityId or nextKeyId is impossible: they begin at 1 and {Issuer.FirstKeyId}.");
        HashSet<uint> ids = [];
        foreach (SiteLock? door in site.Locks)
        {
            if (door == null)
                throw new JsonException("One of its locks is null.");
            CheckHex(door.SetupSecret, SecretDigits, $"setupSecret of lock {door.Id}");
            foreach (string? secret in door.RecoverySecrets)
                CheckHex(secret ?? string.Empty, SecretDigits, $"recoverySecrets of lock {door.Id}");
            if (!ids.Add(door.Id) || door.Generation == 0 || door.InstalledGeneration > door.Generation)
                throw new JsonException($"Its lock {door.Id} is there twice, or has impossible generations.");
        }
    }

    private static void CheckHex(string text, int digits, string name)
    {
        if (text.Length != digits || !text.All(char.IsAsciiHexDigit))
            throw new JsonException($"Its {name} is not {digits} hex digits.");
    }
}
