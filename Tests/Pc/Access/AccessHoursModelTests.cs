using System;
using System.Collections.Generic;
using System.IO;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.Access;

/// <summary>Compares admission, next opening and next closing with a model of DateTime and TimeZoneInfo that checks every minute.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AccessHoursModelTests
{
    private const int SearchMinutes = 14 * 1440;
    private const int SpanMinutes = SearchMinutes + (3 * 1440);
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private int _openings;
    private int _openingsAtChanges;
    private int _closings;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("Europe/Berlin")]
    [DataRow("America/New_York")]
    [DataRow("America/Havana")]
    [DataRow("America/St_Johns")]
    [DataRow("Australia/Sydney")]
    [DataRow("Australia/Lord_Howe")]
    [DataRow("Antarctica/Troll")]
    [DataRow("Pacific/Chatham")]
    [DataRow("Asia/Kolkata")]
    public void Random_windows_agree_with_the_model_minute_by_minute(string zoneId)
    {
        if (!Directory.Exists(PosixZone.ZoneInfoFolder))
            Assert.Inconclusive("this system has no zoneinfo files");
        int seed = TestSeed.Draw(TestContext);
        var random = new Random(seed);
        TimeZoneInfo system = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        for (int i = 0; i < 40; i++)
            CheckCase(random, zoneId, system, $"{zoneId}, seed {seed}, case {i}");
        Assert.IsTrue(_openings > 40, $"openings seen: {_openings}, seed {seed}");
        Assert.IsTrue(_closings > 40, $"closings seen: {_closings}, seed {seed}");
        TestContext.WriteLine($"{_openings} openings, {_openingsAtChanges} of them at a zone change");
    }

    private void CheckCase(Random random, string zoneId, TimeZoneInfo system, string name)
    {
        var calendar = new AccessCalendar();
        byte[] zone = new byte[ZoneRule.Size];
        PosixZone.OfSystem(zoneId).WriteTo(zone, 0);
        Assert.IsTrue(calendar.Zone.TryRead(zone, 0), name);
        Assert.IsTrue(calendar.TrySetExitGrace(random.Next(2) == 0 ? 0 : random.Next(721)), name);
        uint start = RandomStart(random, calendar.Zone);
        var holidays = new HashSet<DateTime>();
        byte[] holidayBytes = new byte[random.Next(17) * AccessCalendar.HolidaySize];
        for (int at = 0; at < holidayBytes.Length; at += AccessCalendar.HolidaySize)
        {
            int day = LockTime.DayOf(start) + random.Next(-3, 20);
            Bytes.WriteU16(holidayBytes, at, day);
            holidays.Add(Epoch.AddDays(day).Date);
        }
        Assert.IsTrue(calendar.TryReadHolidays(holidayBytes, 0, holidayBytes.Length / AccessCalendar.HolidaySize), name);
        AccessWindows holder = RandomWindows(random);
        AccessWindows? guest = random.Next(2) == 0 ? null : RandomWindows(random);

        bool[] admits = new bool[SpanMinutes];
        int[] offsets = new int[SpanMinutes];
        for (int minute = 0; minute < SpanMinutes; minute++)
        {
            DateTime utc = Epoch.AddSeconds(start).AddMinutes(minute);
            TimeSpan offset = system.GetUtcOffset(utc);
            DateTime local = utc + offset;
            offsets[minute] = (int)offset.TotalMinutes;
            bool holderAdmits = ModelAdmits(holder, holidays, calendar.ExitGraceMinutes, local);
            admits[minute] = holderAdmits && (guest == null || ModelAdmits(guest, holidays, calendar.ExitGraceMinutes, local));
            uint second = start + (uint)((minute * 60) + random.Next(60));
            if (AccessHours.Admits(holder, guest, calendar, second) != admits[minute]
                || AccessHours.Admits(holder, calendar, second) != holderAdmits)
                Assert.Fail($"{name}: Admits at {Epoch.AddSeconds(second):u}, local {local:s}");
        }
        for (int i = 0; i < 60; i++)
        {
            int minute = random.Next(SpanMinutes - SearchMinutes - 1);
            uint now = start + (uint)((minute * 60) + random.Next(60));
            uint notAfter = random.Next(2) == 0 ? uint.MaxValue : now + (uint)random.Next(3 * 86400);
            uint expected = admits[minute] ? 0 : ModelOpening(admits, start, now, notAfter, offsets);
            Assert.AreEqual(expected, AccessHours.NextOpening(holder, guest, calendar, now, notAfter),
                $"{name}: NextOpening at {Epoch.AddSeconds(now):u}, not after {notAfter}");
            expected = admits[minute] ? ModelClosing(admits, start, now, notAfter) : 0;
            Assert.AreEqual(expected, AccessHours.NextClosing(holder, guest, calendar, now, notAfter),
                $"{name}: NextClosing at {Epoch.AddSeconds(now):u}, not after {notAfter}");
        }
    }

    private uint ModelOpening(bool[] admits, uint start, uint now, uint notAfter, int[] offsets)
    {
        for (int minute = 1; minute < SpanMinutes; minute++)
        {
            uint opening = start + ((uint)minute * 60);
            if (opening <= now || opening >= notAfter || opening - now > SearchMinutes * 60 || !admits[minute])
                continue;
            _openings++;
            if (offsets[minute] != offsets[minute - 1])
                _openingsAtChanges++;
            return opening;
        }
        return 0;
    }

    private uint ModelClosing(bool[] admits, uint start, uint now, uint notAfter)
    {
        uint closing = notAfter <= now ? 0 : notAfter;
        for (int minute = 1; minute < SpanMinutes && closing != 0; minute++)
        {
            uint second = start + ((uint)minute * 60);
            if (second <= now || admits[minute])
                continue;
            closing = Math.Min(second, closing);
            break;
        }
        bool isNear = closing != 0 && closing - now <= SearchMinutes * 60;
        _closings += isNear ? 1 : 0;
        return isNear ? closing : 0;
    }

    private static bool ModelAdmits(AccessWindows windows, HashSet<DateTime> holidays, int graceMinutes, DateTime local)
    {
        for (int back = 0; back <= 3; back++)
        {
            DateTime day = local.Date.AddDays(-back);
            int bit = holidays.Contains(day) ? 7 : ((int)day.DayOfWeek + 6) % 7;
            for (int i = 0; i < windows.Count; i++)
            {
                if ((windows.Days(i) >> bit & 1) == 0)
                    continue;
                DateTime begin = day.AddMinutes(windows.Start(i));
                DateTime end = day.AddDays(windows.End(i) <= windows.Start(i) ? 1 : 0).AddMinutes(windows.End(i) + graceMinutes);
                if (begin <= local && local < end)
                    return true;
            }
        }
        return false;
    }

    private static uint RandomStart(Random random, ZoneRule zone)
    {
        uint start = (uint)(LockTime.StartOfDay(2192) + (random.Next(8 * 365 * 1440) * 60L));
        // Most of these starts have a change of the clock within the first days.
        if (random.Next(4) != 0 && zone.TryNextChange(start, out uint change, out _))
            start = change - (uint)(random.Next(1, 4 * 1440) * 60);
        return start;
    }

    private static AccessWindows RandomWindows(Random random)
    {
        int count = random.Next(3) == 0 ? random.Next(1, 9) : random.Next(1, 3);
        byte[] bytes = new byte[count * AccessWindows.EntrySize];
        for (int i = 0; i < count; i++)
        {
            int days = random.Next(3) == 0 ? 1 << random.Next(8) : random.Next(1, 256);
            // Many of these times lie in the early morning, when clocks change.
            int start = random.Next(2) == 0 ? random.Next(1440) : random.Next(240);
            int end = random.Next(3) == 0 ? random.Next(1441) : Math.Min(1440, start + random.Next(120));
            AccessWindows.WriteWindow(bytes, i * AccessWindows.EntrySize, days, start, end);
        }
        var windows = new AccessWindows();
        Assert.IsTrue(windows.TryRead(bytes, 0, count), "the windows of the model");
        return windows;
    }
}
