using System.Globalization;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>Reads holidays as people write them.</summary>
public static class Holidays
{
    /// <summary>The local day numbers of dates like 2026-12-25, as a configuration holds them.</summary>
    /// <exception cref="FormatException">A date is not valid, or there are too many; the message says which.</exception>
    public static byte[] Read(IReadOnlyList<string> dates)
    {
        if (dates.Count > AccessCalendar.HolidayCountMax)
            throw new FormatException($"A lock stores at most {AccessCalendar.HolidayCountMax} holidays, and there are {dates.Count}. " +
                "Give only those of the next year.");
        byte[] days = new byte[dates.Count * AccessCalendar.HolidaySize];
        for (int i = 0; i < dates.Count; i++)
        {
            if (!DateOnly.TryParseExact(dates[i], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                throw new FormatException($"\"{dates[i]}\" is not a date. Write it like 2026-12-25.");
            int day = date.DayNumber - DateOnly.FromDateTime(LocalTime.Epoch).DayNumber;
            if (day is < 0 or > LockTime.DayNumberMax)
                throw new FormatException($"{dates[i]} is out of range: dates go from 2020-01-01 to 2156-02-06.");
            Bytes.WriteU16(days, i * AccessCalendar.HolidaySize, day);
        }
        return days;
    }
}
