using System.Globalization;
using System.Text.Json;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>How lockctl writes JSON: names as in JavaScript, moments in UTC as in ISO 8601.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A value over several lines.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>A value in one line, for output that goes on.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    /// <summary>A moment, given in seconds since 2020-01-01T00:00:00Z.</summary>
    public static string Utc(uint seconds) => Utc(new DateTimeOffset(LocalTime.Epoch.AddSeconds(seconds), TimeSpan.Zero));

    /// <summary>A moment.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
