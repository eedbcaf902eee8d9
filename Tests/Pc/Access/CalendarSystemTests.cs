using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Access;

/// <summary>Compares dates and zone rules with models that use the system's DateTime.</summary>
[TestClass]
public sealed class CalendarSystemTests
{
    private static readonly DateTime Epoch = new(2020, 1, 1);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Every_day_from_March_2000_to_February_2400_agrees_with_date_time()
    {
        int days = 0;
        for (var date = new DateTime(2000, 3, 1); date <= new DateTime(2400, 2, 29); date = date.AddDays(1), days++)
        {
            int number = (date - Epoch).Days;
            LockTime.DateOf(number, out int year, out int month, out int day);
            if (LockTime.DayNumber(date.Year, date.Month, date.Day) != number
                || year != date.Year || month != date.Month || day != date.Day
                || LockTime.Weekday(number) != ((int)date.DayOfWeek + 6) % 7
                || LockTime.DaysInMonth(year, month) != DateTime.DaysInMonth(date.Year, date.Month))
            {
                Assert.Fail($"{date:yyyy-MM-dd}, day {number}");
            }
        }
        Assert.AreEqual(146097, days, "the days of 400 years");
    }

    [TestMethod]
    public void Random_rules_agree_with_a_list_of_all_their_changes()
    {
        int seed = TestSeed.Draw(TestContext);
        var random = new Random(seed);
        for (int i = 0; i < 300; i++)
        {
            byte[] wire = RandomRule(random);
            var rule = new ZoneRule();
            Assert.IsTrue(rule.TryRead(wire, 0), $"seed {seed}, rule {Convert.ToHexString(wire)}");
            CheckRule(rule, random, $"seed {seed}, rule {Convert.ToHexString(wire)}");
        }
    }

    private static void CheckRule(ZoneRule rule, Random random, string name)
    {
        var changes = new List<(long Minute, int Offset)>();
        for (int year = 2017; year <= 2160; year++)
        {
            changes.Add(
                (ChangeMinute(year, rule.ToDaylightMonth, rule.ToDaylightWeek, rule.ToDaylightWeekday)
                    + rule.ToDaylightMinute - rule.StandardOffset, rule.DaylightOffset));
            changes.Add(
                (ChangeMinute(year, rule.ToStandardMonth, rule.ToStandardWeek, rule.ToStandardWeekday)
                    + rule.ToStandardMinute - rule.DaylightOffset, rule.StandardOffset));
        }
        // If both changes fall on one instant, the change to standard time counts as the later one.
        changes.Sort((a, b) => a.Minute != b.Minute
            ? a.Minute.CompareTo(b.Minute)
            : (a.Offset == rule.StandardOffset).CompareTo(b.Offset == rule.StandardOffset));
        for (int i = 0; i < 200; i++)
        {
            long at = random.Next(3) == 0
                ? (uint)random.NextInt64(1L << 32)
                : (changes[random.Next(changes.Count)].Minute * 60) + random.Next(-2, 3);
            if (at is < 0 or > uint.MaxValue)
                continue;
            int expected = OffsetAt(changes, at);
            Assert.AreEqual(expected, rule.OffsetMinutes((uint)at), $"{name}, at {at}");
            bool changesLater = rule.TryNextChange((uint)at, out uint change, out int after);
            long expectedChange = 0;
            for (int k = 0; k < changes.Count && expectedChange == 0; k++)
            {
                long second = changes[k].Minute * 60;
                if (second > at && second <= uint.MaxValue && OffsetAt(changes, second) != expected)
                    expectedChange = second;
            }
            Assert.AreEqual(expectedChange, change, $"{name}, at {at}");
            Assert.AreEqual(expectedChange != 0, changesLater, $"{name}, at {at}");
            Assert.AreEqual(expectedChange == 0 ? expected : OffsetAt(changes, expectedChange), after, $"{name}, at {at}");
        }
    }

    private static int OffsetAt(List<(long Minute, int Offset)> changes, long second)
    {
        int offset = 0;
        foreach ((long minute, int then) in changes)
        {
            if (minute * 60 > second)
                break;
            offset = then;
        }
        return offset;
    }

    private static long ChangeMinute(int year, int month, int week, int weekday)
    {
        var days = new List<DateTime>();
        for (var day = new DateTime(year, month, 1); day.Month == month; day = day.AddDays(1))
        {
            if (((int)day.DayOfWeek + 6) % 7 == weekday)
                days.Add(day);
        }
        DateTime chosen = week == 5 ? days[^1] : days[week - 1];
        return (chosen - Epoch).Days * 1440L;
    }

    private static byte[] RandomRule(Random random)
    {
        byte[] wire = new byte[ZoneRule.Size];
        int near = random.Next(1, 13);
        int at = ZoneRule.WriteOffsets(wire, 0, random.Next(-1440, 1441), random.Next(-1440, 1441));
        for (int i = 0; i < 2; i++)
        {
            // Often neighbouring months, also around new year, so that either change may come first.
            int month = random.Next(2) == 0 ? random.Next(1, 13) : ((near + random.Next(2) - 1) % 12) + 1;
            int minute = random.Next(3) == 0 ? (random.Next(2) == 0 ? -10080 : 10080) : random.Next(-10080, 10081);
            at = ZoneRule.WriteChange(wire, at, month, random.Next(1, 6), random.Next(7), minute);
        }
        return wire;
    }
}
