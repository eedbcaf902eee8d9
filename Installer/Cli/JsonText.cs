using System.Globalization;
using System.Text.Json;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>How lockctl writes JSON: names as in JavaScript, moments in UTC as in ISO 8601.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A value over several lines.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>A value in one line, for output that goes on.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    /// <summary>A moment.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
