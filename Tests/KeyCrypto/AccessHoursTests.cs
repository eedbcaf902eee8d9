using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>Which instants access windows admit. 2026-06-05 is a Friday.</summary>
[TestClass]
public sealed class AccessHoursTests
{
    private const int FridayNumber = 2347;
    private const int SaturdayNumber = 2348;

    [TestMethod]
    public void A_window_admits_from_its_start_to_before_its_end()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Friday, 360, 1320);
        CheckAround(windows, Utc(0), AccessSamples.Utc(2026, 6, 5, 6, 0), AccessSamples.Utc(2026, 6, 5, 22, 0));
        Assert.IsFalse(AccessHours.Admits(windows, Utc(0), AccessSamples.Utc(2026, 6, 6, 12, 0)), "Saturday noon");
        Assert.IsFalse(AccessHours.Admits(windows, Utc(0), AccessSamples.Utc(2026, 6, 4, 12, 0)), "Thursday noon");
    }

    [TestMethod]
    public void Friday2200To0600_AdmitsSaturday0559_NotSaturday0600() =>
        CheckAround(Night(), Utc(0), AccessSamples.Utc(2026, 6, 5, 22, 0), AccessSamples.Utc(2026, 6, 6, 6, 0));

    [TestMethod]
    public void Friday2200To0600_WithSaturdayAHoliday_AdmitsSaturday0559_NotSaturday0600() =>
        CheckAround(Night(), Utc(0, SaturdayNumber), AccessSamples.Utc(2026, 6, 5, 22, 0), AccessSamples.Utc(2026, 6, 6, 6, 0));

    [TestMethod]
    public void Friday2200To0600_WithFridayAHoliday_AdmitsNeitherFridayNorSaturday()
    {
        AccessCalendar calendar = Utc(0, FridayNumber);
        Assert.IsFalse(AccessHours.Admits(Night(), calendar, AccessSamples.Utc(2026, 6, 5, 23, 0)), "Friday 23:00");
        Assert.IsFalse(AccessHours.Admits(Night(), calendar, AccessSamples.Utc(2026, 6, 6, 5, 59)), "Saturday 05:59");
        Assert.IsTrue(AccessHours.Admits(Night(), calendar, AccessSamples.Utc(2026, 6, 12, 23, 0)), "the Friday after");
    }

    [TestMethod]
    public void A_holidays_night_runs_into_the_ordinary_day_behind_it() =>
        CheckAround(AccessSamples.Windows(AccessSamples.Holidays, 1320, 360), Utc(0, FridayNumber),
            AccessSamples.Utc(2026, 6, 5, 22, 0), AccessSamples.Utc(2026, 6, 6, 6, 0));

    [TestMethod]
    public void Days0x7F_NeverAdmitsOnAHoliday()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.EveryWeekday, 0, 1440);
        CheckAround(windows, Utc(0, FridayNumber, FridayNumber + 2), AccessSamples.Utc(2026, 6, 6, 0, 0),
            AccessSamples.Utc(2026, 6, 7, 0, 0));
    }

    [TestMethod]
    public void Days0x80_AdmitsOnHolidaysOnly()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Holidays, 0, 1440);
        CheckAround(windows, Utc(0, FridayNumber), AccessSamples.Utc(2026, 6, 5, 0, 0), AccessSamples.Utc(2026, 6, 6, 0, 0));
        Assert.IsFalse(AccessHours.Admits(windows, Utc(0), AccessSamples.Utc(2026, 6, 5, 12, 0)), "without holidays");
    }

    [TestMethod]
    public void All_sixteen_holidays_count()
    {
        int[] holidays = new int[AccessCalendar.HolidayCountMax];
        for (int i = 0; i < holidays.Length; i++)
            holidays[i] = FridayNumber + (2 * i);
        AccessCalendar calendar = AccessSamples.Calendar(AccessSamples.Fixed(0), 0, holidays);
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Holidays, 0, 1440);
        for (int i = 0; i < 32; i++)
            Assert.AreEqual(i % 2 == 0, AccessHours.Admits(windows, calendar, LockTime.StartOfDay(FridayNumber + i)), "day " + i);
        byte[] written = new byte[32];
        calendar.WriteHolidays(written, 0);
        Assert.AreEqual(FridayNumber + 30, (int)Bytes.ReadU16(written, 30), "the last one");
        Assert.IsFalse(calendar.TryReadHolidays(new byte[34], 0, 17), "seventeen");
        Assert.IsFalse(calendar.TryReadHolidays(new byte[31], 0, 16), "cut short");
        Assert.IsFalse(calendar.TryReadHolidays(written, 1, 16), "beyond the end");
        Assert.AreEqual(16, calendar.HolidayCount, "as they were");
    }

    [TestMethod]
    public void Around_the_clock_admits_always()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Always, 0, 1440);
        AccessCalendar calendar = AccessSamples.Calendar(AccessSamples.Berlin(), 0, FridayNumber);
        for (uint hour = 0; hour < 24 * 400; hour++)
            Assert.IsTrue(AccessHours.Admits(windows, calendar, AccessSamples.Utc(2026, 1, 1, 0, 0) + (hour * 3600)), "hour " + hour);
        Assert.IsTrue(AccessHours.Admits(windows, calendar, 0), "the first second");
        Assert.IsTrue(AccessHours.Admits(windows, calendar, uint.MaxValue), "the last second");
    }

    [TestMethod]
    public void An_end_at_the_start_means_a_day()
    {
        CheckAround(AccessSamples.Windows(AccessSamples.Friday, 600, 600), Utc(0), AccessSamples.Utc(2026, 6, 5, 10, 0),
            AccessSamples.Utc(2026, 6, 6, 10, 0));
        CheckAround(AccessSamples.Windows(AccessSamples.Friday, 0, 0), Utc(0), AccessSamples.Utc(2026, 6, 5, 0, 0),
            AccessSamples.Utc(2026, 6, 6, 0, 0));
    }

    [TestMethod]
    public void Any_window_is_enough()
    {
        AccessWindows windows =
            AccessSamples.Windows(AccessSamples.Monday, 0, 60, AccessSamples.Friday, 600, 660, AccessSamples.Friday, 720, 780);
        CheckAround(windows, Utc(0), AccessSamples.Utc(2026, 6, 5, 10, 0), AccessSamples.Utc(2026, 6, 5, 11, 0));
        CheckAround(windows, Utc(0), AccessSamples.Utc(2026, 6, 5, 12, 0), AccessSamples.Utc(2026, 6, 5, 13, 0));
    }

    [TestMethod]
    public void No_windows_admit_nothing() =>
        Assert.IsFalse(AccessHours.Admits(new AccessWindows(), Utc(0), AccessSamples.Utc(2026, 6, 5, 12, 0)), "empty");

    [TestMethod]
    public void TheLocalDayCounts_NotThatOfUtc()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Friday, 0, 1440);
        CheckAround(windows, AccessSamples.Calendar(AccessSamples.Fixed(840), 0), AccessSamples.Utc(2026, 6, 4, 10, 0),
            AccessSamples.Utc(2026, 6, 5, 10, 0));
        CheckAround(windows, AccessSamples.Calendar(AccessSamples.Fixed(-660), 0), AccessSamples.Utc(2026, 6, 5, 11, 0),
            AccessSamples.Utc(2026, 6, 6, 11, 0));
        AccessCalendar holiday = AccessSamples.Calendar(AccessSamples.Fixed(840), 0, FridayNumber);
        CheckAround(AccessSamples.Windows(AccessSamples.Holidays, 0, 1440), holiday, AccessSamples.Utc(2026, 6, 4, 10, 0),
            AccessSamples.Utc(2026, 6, 5, 10, 0));
    }

    [TestMethod]
    public void The_first_hours_of_time_west_of_Greenwich_belong_to_Tuesday()
    {
        AccessCalendar calendar = AccessSamples.Calendar(AccessSamples.Fixed(-600), 720);
        Assert.IsTrue(AccessHours.Admits(AccessSamples.Windows(0x02, 0, 1440), calendar, 0), "Tuesday 2019-12-31 14:00");
        Assert.IsFalse(AccessHours.Admits(AccessSamples.Windows(0x04, 0, 1440), calendar, 0), "not yet Wednesday");
    }

    [TestMethod]
    public void A_window_in_the_repeated_hour_admits_twice()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Sunday, 130, 150);
        AccessCalendar calendar = AccessSamples.Calendar(AccessSamples.Berlin(), 0);
        CheckAround(windows, calendar, AccessSamples.Utc(2026, 10, 25, 0, 10), AccessSamples.Utc(2026, 10, 25, 0, 30));
        CheckAround(windows, calendar, AccessSamples.Utc(2026, 10, 25, 1, 10), AccessSamples.Utc(2026, 10, 25, 1, 30));
    }

    [TestMethod]
    public void A_window_in_the_skipped_hour_never_comes()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Sunday, 130, 170);
        AccessCalendar calendar = AccessSamples.Calendar(AccessSamples.Berlin(), 0);
        for (uint minute = 0; minute < 1440; minute++)
            Assert.IsFalse(AccessHours.Admits(windows, calendar, AccessSamples.Utc(2026, 3, 28, 23, 0) + (minute * 60)),
                "minute " + minute);
    }

    [TestMethod]
    public void A_window_that_outlasts_the_skipped_hour_opens_at_the_change() =>
        CheckAround(AccessSamples.Windows(AccessSamples.Sunday, 130, 240), AccessSamples.Calendar(AccessSamples.Berlin(), 0),
            AccessSamples.Utc(2026, 3, 29, 1, 0), AccessSamples.Utc(2026, 3, 29, 2, 0));

    [TestMethod]
    public void Exit_grace_lengthens_the_end_only()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Friday, 360, 1320);
        CheckAround(windows, Utc(30), AccessSamples.Utc(2026, 6, 5, 6, 0), AccessSamples.Utc(2026, 6, 5, 22, 30));
    }

    [TestMethod]
    public void Exit_grace_runs_across_midnight()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Friday, 360, 1420);
        CheckAround(windows, Utc(60, SaturdayNumber), AccessSamples.Utc(2026, 6, 5, 6, 0), AccessSamples.Utc(2026, 6, 6, 0, 40));
        AccessWindows toMidnight = AccessSamples.Windows(AccessSamples.Friday, 360, 1440);
        CheckAround(toMidnight, Utc(720), AccessSamples.Utc(2026, 6, 5, 6, 0), AccessSamples.Utc(2026, 6, 6, 12, 0));
    }

    [TestMethod]
    public void Exit_grace_of_a_night_reaches_the_second_next_day()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Friday, 1439, 1438);
        CheckAround(windows, Utc(0), AccessSamples.Utc(2026, 6, 5, 23, 59), AccessSamples.Utc(2026, 6, 6, 23, 58));
        CheckAround(windows, Utc(720), AccessSamples.Utc(2026, 6, 5, 23, 59), AccessSamples.Utc(2026, 6, 7, 11, 58));
    }

    [TestMethod]
    public void Exit_grace_out_of_range_is_refused()
    {
        AccessCalendar calendar = Utc(15);
        Assert.IsFalse(calendar.TrySetExitGrace(721), "721");
        Assert.IsFalse(calendar.TrySetExitGrace(-1), "-1");
        Assert.AreEqual(15, calendar.ExitGraceMinutes, "as it was");
    }

    [TestMethod]
    public void A_guest_is_admitted_where_both_are()
    {
        AccessWindows holder = AccessSamples.Windows(AccessSamples.Friday, 480, 720);
        AccessWindows guest = AccessSamples.Windows(AccessSamples.Always, 600, 840);
        AccessCalendar calendar = Utc(0);
        Assert.IsFalse(AccessHours.Admits(holder, guest, calendar, AccessSamples.Utc(2026, 6, 5, 9, 59)), "only the holder");
        Assert.IsTrue(AccessHours.Admits(holder, guest, calendar, AccessSamples.Utc(2026, 6, 5, 10, 0)), "both");
        Assert.IsFalse(AccessHours.Admits(holder, guest, calendar, AccessSamples.Utc(2026, 6, 5, 12, 0)), "only the guest");
        Assert.IsTrue(AccessHours.Admits(holder, null, calendar, AccessSamples.Utc(2026, 6, 5, 9, 59)), "no guest");
        Assert.IsFalse(AccessHours.Admits(holder, new AccessWindows(), calendar, AccessSamples.Utc(2026, 6, 5, 10, 0)),
            "a guest without windows");
    }

    private static AccessWindows Night() => AccessSamples.Windows(AccessSamples.Friday, 1320, 360);

    private static AccessCalendar Utc(int graceMinutes, params int[] holidays) =>
        AccessSamples.Calendar(AccessSamples.Fixed(0), graceMinutes, holidays);

    private static void CheckAround(AccessWindows windows, AccessCalendar calendar, uint from, uint until)
    {
        Assert.IsFalse(AccessHours.Admits(windows, calendar, from - 1), "the second before the start");
        Assert.IsTrue(AccessHours.Admits(windows, calendar, from), "the start");
        Assert.IsTrue(AccessHours.Admits(windows, calendar, until - 1), "the last second");
        Assert.IsFalse(AccessHours.Admits(windows, calendar, until), "the end");
    }
}
