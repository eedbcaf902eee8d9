namespace LockFirmware.KeyCrypto;

/// <summary>
/// Calendar arithmetic on the lock's times (docs/protocol.md, 2). A time is u32 seconds since 2020-01-01T00:00:00Z, a
/// Wednesday; the last is 2156-02-07T06:28:15Z. A day number counts days since 2020-01-01.
/// </summary>
/// <remarks>
/// Integers only: on the device an IL operation costs about 0.3 us and DateTime does not know every instant.
/// All functions accept day numbers from 2000-03-01 to 2400-02-29 (-7245..138851), because a local date, or the date one
/// year earlier, can be before the first time.
/// </remarks>
public static class LockTime
{
    /// <summary>Seconds in a minute.</summary>
    public const int SecondsPerMinute = 60;

    /// <summary>Minutes in a day.</summary>
    public const int MinutesPerDay = 1440;

    /// <summary>Seconds in a day.</summary>
    public const int SecondsPerDay = 86400;

    /// <summary>The last day number whose start fits a time: 2156-02-07.</summary>
    public const int DayNumberMax = 49710;

    // If a year starts on 1 March, the leap day is its last day. 2000-03-01 starts a cycle of 400 years, so the rules for
    // centuries need no negative numbers.
    private const int DaysFromMarch2000 = 7245;
    private const int DaysPerYear = 365;
    private const int WeekdayOfMarch2000 = 2;

    /// <summary>The day number of a date of the Gregorian calendar.</summary>
    /// <param name="year">2000 (from March on) .. 2400 (February at the latest).</param>
    /// <param name="month">1..12.</param>
    /// <param name="day">1..<see cref="DaysInMonth"/>.</param>
    public static int DayNumber(int year, int month, int day)
    {
        int marchYear = year - 2000;
        int marchMonth = month - 3;
        if (marchMonth < 0)
        {
            marchMonth += 12;
            marchYear--;
        }
        return (marchYear * DaysPerYear) + (marchYear / 4) - (marchYear / 100)
            + (((153 * marchMonth) + 2) / 5) + day - 1 - DaysFromMarch2000;
    }

    /// <summary>The date of a day number.</summary>
    /// <param name="dayNumber">-7245..138851.</param>
    /// <param name="year">2000..2400.</param>
    /// <param name="month">1..12.</param>
    /// <param name="day">1..31.</param>
    public static void DateOf(int dayNumber, out int year, out int month, out int day)
    {
        int days = dayNumber + DaysFromMarch2000;
        // Without the leap days that have passed, every year has 365 days. The centuries without a leap day are added back.
        int marchYear = (days - (days / 1460) + (days / 36524) - (days / 146096)) / DaysPerYear;
        int dayOfYear = days - (marchYear * DaysPerYear) - (marchYear / 4) + (marchYear / 100);
        int marchMonth = ((5 * dayOfYear) + 2) / 153;
        day = dayOfYear - (((153 * marchMonth) + 2) / 5) + 1;
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        year = 2000 + marchYear + (month <= 2 ? 1 : 0);
    }

    /// <summary>The weekday of a day number: 0 = Monday .. 6 = Sunday.</summary>
    /// <param name="dayNumber">-7245..138851.</param>
    public static int Weekday(int dayNumber) => (dayNumber + DaysFromMarch2000 + WeekdayOfMarch2000) % 7;

    /// <summary>Whether a year of the Gregorian calendar has 366 days.</summary>
    public static bool IsLeapYear(int year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>The number of days in a month: 28..31.</summary>
    /// <param name="year">The year, for February.</param>
    /// <param name="month">1..12.</param>
    public static int DaysInMonth(int year, int month)
    {
        if (month == 2)
            return IsLeapYear(year) ? 29 : 28;
        // Months with 31 days: the odd ones up to July, the even ones from August on.
        return 30 + ((month + (month >> 3)) & 1);
    }

    /// <summary>The time at which a UTC day begins, in seconds since 2020-01-01T00:00:00Z.</summary>
    /// <param name="dayNumber">0..<see cref="DayNumberMax"/>.</param>
    public static uint StartOfDay(int dayNumber) => (uint)dayNumber * SecondsPerDay;

    /// <summary>The UTC day of a time: 0..<see cref="DayNumberMax"/>.</summary>
    /// <param name="time">Seconds since 2020-01-01T00:00:00Z.</param>
    public static int DayOf(uint time) => (int)(time / SecondsPerDay);

    /// <summary>The whole minutes of a time since 2020-01-01T00:00Z: 0..71582788, so a signed offset can be added.</summary>
    /// <param name="time">Seconds since 2020-01-01T00:00:00Z.</param>
    public static int MinuteOf(uint time) => (int)(time / SecondsPerMinute);

    /// <summary>The day number of a local minute; it may be just before 2020.</summary>
    /// <param name="localMinute">Minutes since 2020-01-01T00:00 of the local clock, at least -1440.</param>
    public static int DayOfMinute(int localMinute) => ((localMinute + MinutesPerDay) / MinutesPerDay) - 1;
}
