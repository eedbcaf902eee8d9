using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The calendar: days since 2020-01-01, dates, weekdays.</summary>
[TestClass]
public sealed class LockTimeTests
{
    [TestMethod]
    public void Known_dates_have_their_day_number_and_weekday()
    {
        CheckDate(2000, 3, 1, -7245, 2);
        CheckDate(2019, 12, 31, -1, 1);
        CheckDate(2020, 1, 1, 0, 2);
        CheckDate(2020, 2, 29, 59, 5);
        CheckDate(2020, 3, 1, 60, 6);
        CheckDate(2020, 12, 31, 365, 3);
        CheckDate(2024, 2, 29, 1520, 3);
        CheckDate(2026, 6, 5, 2347, 4);
        CheckDate(2100, 2, 28, 29278, 6);
        CheckDate(2100, 3, 1, 29279, 0);
        CheckDate(2128, 2, 29, 39505, 6);
        CheckDate(2156, 2, 7, 49710, 5);
        CheckDate(2399, 12, 31, 138791, 4);
    }

    [TestMethod]
    public void First_and_last_day_of_every_month_follow_each_other()
    {
        int day = LockTime.DayNumber(2018, 1, 1);
        Assert.AreEqual(-730, day, "2018-01-01");
        for (int year = 2018; year <= 2158; year++)
        {
            for (int month = 1; month <= 12; month++)
            {
                string name = year + "-" + month;
                Assert.AreEqual(day, LockTime.DayNumber(year, month, 1), name);
                CheckDateOf(day, year, month, 1);
                day += LockTime.DaysInMonth(year, month);
                CheckDateOf(day - 1, year, month, LockTime.DaysInMonth(year, month));
            }
        }
        Assert.AreEqual(LockTime.DayNumber(2159, 1, 1), day, "2159-01-01");
        Assert.AreEqual(50769, day, "2159-01-01");
    }

    [TestMethod]
    public void Months_have_their_lengths()
    {
        int[] lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        for (int month = 1; month <= 12; month++)
            Assert.AreEqual(lengths[month - 1], LockTime.DaysInMonth(2026, month), "month " + month);
        Assert.AreEqual(29, LockTime.DaysInMonth(2028, 2), "2028");
        Assert.AreEqual(28, LockTime.DaysInMonth(2100, 2), "2100");
        Assert.AreEqual(29, LockTime.DaysInMonth(2400, 2), "2400");
    }

    [TestMethod]
    public void Weekdays_follow_each_other_also_before_2020()
    {
        for (int day = -20; day < 20; day++)
        {
            int before = LockTime.Weekday(day);
            Assert.IsTrue(before >= 0 && before <= 6, "day " + day);
            Assert.AreEqual((before + 1) % 7, LockTime.Weekday(day + 1), "day " + day);
        }
    }

    [TestMethod]
    public void Days_begin_and_end_at_their_seconds()
    {
        Assert.AreEqual(189388800u, LockTime.StartOfDay(2192), "2026-01-01");
        Assert.AreEqual(2191, LockTime.DayOf(189388799u), "2025-12-31T23:59:59Z");
        Assert.AreEqual(2192, LockTime.DayOf(189388800u), "2026-01-01T00:00:00Z");
        Assert.AreEqual(4294944000u, LockTime.StartOfDay(LockTime.DayNumberMax), "2156-02-07");
        Assert.AreEqual(LockTime.DayNumberMax, LockTime.DayOf(uint.MaxValue), "the last second");
        Assert.AreEqual(71582788, LockTime.MinuteOf(uint.MaxValue), "the last minute");
        Assert.AreEqual(0, LockTime.MinuteOf(59), "00:00:59");
        Assert.AreEqual(1, LockTime.MinuteOf(60), "00:01:00");
    }

    [TestMethod]
    public void Local_minutes_before_2020_belong_to_the_day_before()
    {
        Assert.AreEqual(-1, LockTime.DayOfMinute(-1440), "a day before");
        Assert.AreEqual(-1, LockTime.DayOfMinute(-1), "a minute before");
        Assert.AreEqual(0, LockTime.DayOfMinute(0), "midnight");
        Assert.AreEqual(0, LockTime.DayOfMinute(1439), "23:59");
        Assert.AreEqual(1, LockTime.DayOfMinute(1440), "the next midnight");
        Assert.AreEqual(49711, LockTime.DayOfMinute(71582788 + 1440), "the last minute, one day east");
    }

    private static void CheckDate(int year, int month, int day, int dayNumber, int weekday)
    {
        Assert.AreEqual(dayNumber, LockTime.DayNumber(year, month, day), "day number of " + year + "-" + month + "-" + day);
        Assert.AreEqual(weekday, LockTime.Weekday(dayNumber), "weekday of " + year + "-" + month + "-" + day);
        CheckDateOf(dayNumber, year, month, day);
    }

    private static void CheckDateOf(int dayNumber, int year, int month, int day)
    {
        LockTime.DateOf(dayNumber, out int actualYear, out int actualMonth, out int actualDay);
        Assert.AreEqual(year, actualYear, "year of day " + dayNumber);
        Assert.AreEqual(month, actualMonth, "month of day " + dayNumber);
        Assert.AreEqual(day, actualDay, "day of day " + dayNumber);
    }
}
