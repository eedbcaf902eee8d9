using System.Globalization;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Site;

/// <summary>The one way in which pages, answers and the office's trail write dates and times, in the facility's local time.</summary>
public static class Moments
{
    /// <summary>A minute, like Wed 2 Sep 2026 07:58.</summary>
    /// <param name="at">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="time">The facility's local time.</param>
    public static string Minute(long at, LocalTime time) => Write(time.Of((uint)at), "ddd d MMM yyyy HH:mm");

    /// <summary>A second, like Wed 2 Sep 2026 07:58:30.</summary>
    /// <param name="at">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="time">The facility's local time.</param>
    public static string Second(long at, LocalTime time) => Write(time.Of((uint)at), "ddd d MMM yyyy HH:mm:ss");

    /// <summary>A minute in UTC, like Wed 2 Sep 2026 07:58 UTC.</summary>
    public static string Utc(DateTime at) => Write(at, "ddd d MMM yyyy HH:mm 'UTC'");

    /// <summary>A day, like Wed 2 Sep 2026.</summary>
    public static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Write(DateTime at, string form) => at.ToString(form, CultureInfo.InvariantCulture);
}
