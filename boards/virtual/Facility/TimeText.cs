using System.Globalization;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>Times and dates in a facility file.</summary>
internal static class TimeText
{
    /// <summary>Reads a moment, see <see cref="LocalTime.TryRead"/>.</summary>
    /// <exception cref="DemoFileException">It is not a time, or this local time does not exist exactly once.</exception>
    public static uint Read(this LocalTime time, JsonPlace place) =>
        time.TryRead(Fields.TextOf(place), out uint utc) is { } wrong ? throw place.Wrong(wrong) : utc;

    /// <summary>Reads a date, "2026-09-07", as a local day number since 2020-01-01.</summary>
    /// <exception cref="DemoFileException">It is not a date.</exception>
    public static ushort ReadDay(JsonPlace place)
    {
        string text = Fields.TextOf(place);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            throw place.Wrong($"\"{text}\" is not a date. Write it as \"2026-09-07\".");
        int day = date.DayNumber - DateOnly.FromDateTime(LocalTime.Epoch).DayNumber;
        if (day is < 0 or > LockTime.DayNumberMax)
            throw place.Wrong("This date is out of range. Use 2020-01-01 to 2156-02-06.");
        return (ushort)day;
    }
}
