using System.Globalization;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>Converts between the seconds of the locks and the local time of a facility.</summary>
/// <param name="zone">The facility's zone rule.</param>
public sealed class LocalTime(ZoneRule zone)
{
    /// <summary>The zero of the seconds of the locks.</summary>
    public static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] LocalForms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] UtcForms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    /// <summary>The local time of the facility.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    public DateTime Of(uint utc) =>
        DateTime.SpecifyKind(Epoch.AddSeconds(utc).AddMinutes(zone.OffsetMinutes(utc)), DateTimeKind.Unspecified);

    /// <summary>Day, date and time to the second.</summary>
    public string Full(uint utc) => Of(utc).ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Day, date and time to the minute.</summary>
    public string Short(uint utc) => Of(utc).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads local time as "2026-09-02 07:58" or "2026-09-02 07:58:30", or UTC as "2026-09-02T13:58:00Z".</summary>
    /// <param name="text">The text of a person.</param>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z, when it can be read.</param>
    /// <returns>Null, or a sentence that names the fault: the form is wrong, or the local time occurs never or twice.</returns>
    public string? TryRead(string text, out uint utc)
    {
        utc = 0;
        if (DateTime.TryParseExact(text, UtcForms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime moment))
            return TrySeconds(moment, out utc);
        if (!DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return $"\"{text}\" is not a time. Write local time as \"2026-09-02 07:58\" or UTC as \"2026-09-02T13:58:00Z\".";
        if (TrySeconds(DateTime.SpecifyKind(local, DateTimeKind.Utc), out _) is { } outOfRange)
            return outOfRange;
        uint[] candidates = [.. Candidates(local).Distinct()];
        if (candidates.Length == 1)
        {
            utc = candidates[0];
            return null;
        }
        return candidates.Length == 0
            ? $"The local time {text} does not exist at this facility, because the clocks go forward. Choose another time or write it in " +
                $"UTC."
            : $"The local time {text} occurs twice at this facility, because the clocks go back. Write it in UTC.";
    }

    private IEnumerable<uint> Candidates(DateTime local)
    {
        foreach (int offset in new[] { zone.StandardOffset, zone.DaylightOffset })
        {
            if (TrySeconds(DateTime.SpecifyKind(local, DateTimeKind.Utc).AddMinutes(-offset), out uint utc) == null && Of(utc) == local)
                yield return utc;
        }
    }

    /// <summary>Converts a moment to the seconds of the locks.</summary>
    /// <param name="moment">A moment in UTC.</param>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>Null, or a sentence when it is out of range.</returns>
    public static string? TrySeconds(DateTime moment, out uint utc)
    {
        double seconds = (moment - Epoch).TotalSeconds;
        bool isInRange = seconds is >= 0 and <= uint.MaxValue;
        utc = isInRange ? (uint)seconds : 0;
        return isInRange ? null : "Times go from 2020-01-01 to 2156-02-07.";
    }
}
