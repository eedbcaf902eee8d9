using System.Globalization;
using System.Text.Json;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityDemo;

/// <summary>Writes keys that the facility gave to a phone as key files for lockctl.</summary>
internal static class PhoneKeyFiles
{
    /// <summary>Writes a file for each key, named after the answer's file and the lock.</summary>
    /// <param name="path">The answer of POST /api/keys.</param>
    /// <returns>One line for each file written.</returns>
    /// <exception cref="InvalidDataException">The file is not an answer with keys, or a key file exists already.</exception>
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

    /// <summary>The reason of a refusal; empty if the file is not one.</summary>
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
