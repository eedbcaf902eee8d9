using System.Text.Json;
using System.Text.Json.Serialization;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>The bytes of a facility file or a job file, and the checks of what is in it.</summary>
public static class FacilityFileFormat
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

    /// <summary>Writes a facility file.</summary>
    public static byte[] ToBytes(FacilityData site) => JsonSerializer.SerializeToUtf8Bytes(site, Json);

    /// <summary>Writes one lock, without what only its facility file has.</summary>
    public static byte[] ToBytes(FacilityLock door) => JsonSerializer.SerializeToUtf8Bytes(door, Json);

    /// <summary>Reads a facility file.</summary>
    /// <exception cref="JsonException">It is not one; the message says why.</exception>
    /// <exception cref="FormatException">It is not one; the message says why.</exception>
    public static FacilityData Read(ReadOnlySpan<byte> bytes)
    {
        FacilityData site = JsonSerializer.Deserialize<FacilityData>(bytes, Json) ?? throw new JsonException("It is empty.");
        Check(site);
        return site;
    }

    /// <summary>Reads a facility file that comes from elsewhere.</summary>
    /// <exception cref="FacilityFileException">It is not one; the message says why.</exception>
    public static FacilityData ReadForeign(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new FacilityFileException($"This file cannot be used as a facility file: {exception.Message}");
        }
    }

    /// <summary>Reads what <see cref="ToBytes(FacilityLock)"/> wrote.</summary>
    public static FacilityLock ReadLock(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<FacilityLock>(bytes, Json) ?? throw new JsonException("It is empty.");

    private static void Check(FacilityData site)
    {
        if (site.Format != FacilityData.FormatName)
            throw new JsonException($"Its format is \"{site.Format}\", not \"{FacilityData.FormatName}\".");
        if (site.Job == null)
            CheckHex(site.FacilitySecret, SecretDigits, "facilitySecret");
        else if (site.FacilitySecret.Length > 0 || site.Job.Number == 0)
            throw new JsonException("It is a job file, and its job or its facilitySecret is not possible.");
        CheckHex(site.ZoneRule, 2 * KeyCrypto.ZoneRule.Size, "zoneRule");
        if (!new ZoneRule().TryRead(Convert.FromHexString(site.ZoneRule), 0))
            throw new JsonException("Its zoneRule is not valid.");
        Holidays.Read(site.Holidays);
        if (site.FacilityId == 0 || site.NextKeyId < FacilityData.FirstKeyId)
            throw new JsonException($"Its facilityId or nextKeyId is too low: they start at 1 and {FacilityData.FirstKeyId}.");
        HashSet<uint> ids = [];
        foreach (FacilityLock? door in site.Locks)
        {
            if (door == null)
                throw new JsonException("One of its locks is null.");
            CheckHex(door.SetupSecret, SecretDigits, $"setupSecret of lock {door.Id}");
            foreach (string? secret in door.RecoverySecrets)
                CheckHex(secret ?? string.Empty, SecretDigits, $"recoverySecrets of lock {door.Id}");
            CheckJob(site, door);
            if (!ids.Add(door.Id) || door.Generation == 0 || door.InstalledGeneration > door.Generation)
                throw new JsonException($"Its lock {door.Id} is there twice, or its generations are not possible.");
        }
        foreach (RemovedLock? removed in site.Removed)
        {
            if (removed == null || !ids.Add(removed.Id) || removed.Generation == 0)
                throw new JsonException("One of its removed locks is there twice, or has no generation.");
        }
    }

    private static void CheckJob(FacilityData site, FacilityLock door)
    {
        foreach (JobSecret? secret in door.JobSecrets)
            CheckHex(secret?.Secret ?? string.Empty, SecretDigits, $"jobSecrets of lock {door.Id}");
        if ((site.Job != null) != (door.JobSecrets.Count > 0))
            throw new JsonException($"Its lock {door.Id} has secrets of a job, or has none in a job file.");
    }

    private static void CheckHex(string text, int digits, string name)
    {
        if (text.Length != digits || !text.All(char.IsAsciiHexDigit))
            throw new JsonException($"Its {name} is not {digits} hex digits.");
    }
}
