using System.Globalization;
using LockFirmware.KeyCrypto;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>Between the seconds of the locks and the wall clock of the facility.</summary>
internal sealed class LocalTime(ZoneRule zone)
{
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] LocalForms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] UtcForms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    /// <summary>The time on the facility's wall.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    public DateTime Of(uint utc) => DateTime.SpecifyKind(Epoch.AddSeconds(utc).AddMinutes(zone.OffsetMinutes(utc)), DateTimeKind.Unspecified);

    /// <summary>Day, date and time to the second.</summary>
    public string Full(uint utc) => Of(utc).ToString("ddd yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Day, date and time to the minute.</summary>
    public string Short(uint utc) => Of(utc).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads "2026-09-02 07:58" or "... 07:58:30" on the facility's wall, or "2026-09-02T13:58:00Z".</summary>
    /// <exception cref="FacilityFileException">It is neither, or such a local time does not come exactly once.</exception>
    public uint Read(JsonPlace place)
    {
        string text = Fields.TextOf(place);
        if (DateTime.TryParseExact(text, UtcForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime utc))
            return Seconds(place, utc);
        if (!DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            throw place.Wrong($"\"{text}\" is no time. Write local time as \"2026-09-02 07:58\" or UTC as \"2026-09-02T13:58:00Z\".");
        uint[] candidates = [.. Candidates(place, local).Distinct()];
        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw place.Wrong($"The clocks skip {text} at this facility. Choose another time or write it in UTC."),
            _ => throw place.Wrong($"{text} comes twice at this facility, because the clocks go back. Write it in UTC."),
        };
    }

    /// <summary>Reads a date, "2026-09-07", as a local day number since 2020-01-01.</summary>
    public static ushort ReadDay(JsonPlace place)
    {
        string text = Fields.TextOf(place);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            throw place.Wrong($"\"{text}\" is no date. Write it as \"2026-09-07\".");
        int day = date.DayNumber - DateOnly.FromDateTime(Epoch).DayNumber;
        if (day is < 0 or > LockTime.DayNumberMax)
            throw place.Wrong("Dates go from 2020-01-01 to 2156-02-06.");
        return (ushort)day;
    }

    private IEnumerable<uint> Candidates(JsonPlace place, DateTime local)
    {
        foreach (int offset in new[] { zone.StandardOffset, zone.DaylightOffset })
        {
            uint utc = Seconds(place, DateTime.SpecifyKind(local, DateTimeKind.Utc).AddMinutes(-offset));
            if (Of(utc) == local)
                yield return utc;
        }
    }

    private static uint Seconds(JsonPlace place, DateTime utc)
    {
        double seconds = (utc - Epoch).TotalSeconds;
        if (seconds is < 0 or > uint.MaxValue)
            throw place.Wrong("Times go from 2020-01-01 to 2156-02-07.");
        return (uint)seconds;
    }
}
