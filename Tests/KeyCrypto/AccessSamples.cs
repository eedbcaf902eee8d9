using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>Instants, zones, windows and calendars for the tests of this folder.</summary>
internal static class AccessSamples
{
    public const int Monday = 0x01;
    public const int Friday = 0x10;
    public const int Saturday = 0x20;
    public const int Sunday = 0x40;
    public const int Workdays = 0x1F;
    public const int EveryWeekday = 0x7F;
    public const int Holidays = 0x80;
    public const int Always = 0xFF;

    /// <summary>Seconds since 2020-01-01T00:00:00Z of a UTC date and minute of the day.</summary>
    public static uint Utc(int year, int month, int day, int hour, int minute) =>
        LockTime.StartOfDay(LockTime.DayNumber(year, month, day)) + (uint)((hour * 60) + minute) * 60;

    /// <summary>The bytes of a zone rule from its 10 values in the order of the layout.</summary>
    public static byte[] ZoneBytes(params int[] values)
    {
        byte[] bytes = new byte[ZoneRule.Size];
        int at = ZoneRule.WriteOffsets(bytes, 0, values[0], values[1]);
        at = ZoneRule.WriteChange(bytes, at, values[2], values[3], values[4], values[5]);
        ZoneRule.WriteChange(bytes, at, values[6], values[7], values[8], values[9]);
        return bytes;
    }

    /// <summary>A zone rule from its 10 values in the order of the layout.</summary>
    public static ZoneRule Zone(params int[] values)
    {
        ZoneRule rule = new ZoneRule();
        Assert.IsTrue(rule.TryRead(ZoneBytes(values), 0), "the zone rule of the test");
        return rule;
    }

    /// <summary>UTC+1, from the last Sunday of March 02:00 to that of October 03:00 UTC+2.</summary>
    public static int[] Berlin() => new int[] { 60, 120, 3, 5, 6, 120, 10, 5, 6, 180 };

    /// <summary>UTC-5, from March's second Sunday 00:00 to November's first Sunday 01:00 UTC-4.</summary>
    public static int[] Havana() => new int[] { -300, -240, 3, 2, 6, 0, 11, 1, 6, 60 };

    /// <summary>A zone without daylight saving time.</summary>
    public static int[] Fixed(int minutes) => new int[] { minutes, minutes, 0, 0, 0, 0, 0, 0, 0, 0 };

    /// <summary>Windows from triples of days, start, end.</summary>
    public static AccessWindows Windows(params int[] values)
    {
        int count = values.Length / 3;
        byte[] bytes = new byte[count * AccessWindows.EntrySize];
        for (int i = 0; i < count; i++)
            AccessWindows.WriteWindow(bytes, i * AccessWindows.EntrySize, values[i * 3], values[(i * 3) + 1], values[(i * 3) + 2]);
        AccessWindows windows = new AccessWindows();
        Assert.IsTrue(windows.TryRead(bytes, 0, count), "the windows of the test");
        return windows;
    }

    /// <summary>A calendar from a zone rule's values, grace in minutes, and holidays as day numbers.</summary>
    public static AccessCalendar Calendar(int[] zone, int graceMinutes, params int[] holidays)
    {
        AccessCalendar calendar = new AccessCalendar();
        Assert.IsTrue(calendar.Zone.TryRead(ZoneBytes(zone), 0), "the zone of the test");
        Assert.IsTrue(calendar.TrySetExitGrace(graceMinutes), "the grace of the test");
        byte[] bytes = new byte[holidays.Length * AccessCalendar.HolidaySize];
        for (int i = 0; i < holidays.Length; i++)
            Bytes.WriteU16(bytes, i * AccessCalendar.HolidaySize, holidays[i]);
        Assert.IsTrue(calendar.TryReadHolidays(bytes, 0, holidays.Length), "the holidays of the test");
        return calendar;
    }
}
