using System.Globalization;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>Times in a table for other programs (ISO 8601). Local time alone is ambiguous when the clocks go back.</summary>
internal static class CsvTime
{
    /// <summary>Local time with its offset, like 2026-09-02T07:58:30-06:00.</summary>
    /// <param name="at">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="time">The facility's local time.</param>
    public static string Local(long at, LocalTime time)
    {
        DateTime local = time.Of((uint)at);
        return new DateTimeOffset(local, local - LocalTime.Epoch.AddSeconds((uint)at))
            .ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }

    /// <summary>UTC, like 2026-09-02T13:58:30Z.</summary>
    /// <param name="at">Seconds since 2020-01-01T00:00:00Z.</param>
    public static string Utc(long at) =>
        LocalTime.Epoch.AddSeconds((uint)at).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
