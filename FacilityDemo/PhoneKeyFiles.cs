using System.Globalization;
using System.Text.Json;
using LockFirmware.Facility.Api;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityDemo;

/// <summary>Keys that the facility gave a phone, as files that lockctl tries doors with.</summary>
internal static class PhoneKeyFiles
{
    /// <summary>Writes a file for each key, named after the answer's file and the lock.</summary>
    /// <param name="path">The answer of POST /api/keys.</param>
    /// <returns>What was written, a line for each.</returns>
    /// <exception cref="InvalidDataException">The file is not such an answer, holds a refusal, or a key's file exists.</exception>
    public static IReadOnlyList<string> Write(string path)
    {
        byte[] json = File.ReadAllBytes(path);
        try
        {
            return JsonSerializer.Deserialize<KeysAnswer>(json, JsonSerializerOptions.Web) is { } answer
                ? [.. answer.Keys.Select(key => Write(path, key))]
                : throw new JsonException();
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new InvalidDataException($"{path} is not the answer of POST /api/keys with keys in it. {ReasonIn(json)}");
        }
        catch (FacilityFileException exception)
        {
            throw new InvalidDataException(exception.Message);
        }
    }

    /// <summary>Why the facility gave no keys, where the answer says so.</summary>
    private static string ReasonIn(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<Refusal>(json, JsonSerializerOptions.Web)?.Reason ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Write(string path, KeyAnswer key)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"{path}.{key.LockId}.key");
        KeyFile.Write(file, new PhoneKey(Convert.FromBase64String(key.Grant), null, Convert.FromBase64String(key.Secret)));
        return $"{file}: {key.Words}";
    }
}
