using System;
using System.IO;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.Access;

/// <summary>Compares the zone rule with the time zone data of the system that runs the test.</summary>
[TestClass]
public sealed class ZoneRuleSystemTests
{
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime From = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Until = new(2036, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [TestMethod]
    [DataRow("Europe/Berlin")]
    [DataRow("Europe/London")]
    [DataRow("Europe/Dublin")]
    [DataRow("Europe/Lisbon")]
    [DataRow("Europe/Chisinau")]
    [DataRow("Atlantic/Azores")]
    [DataRow("Africa/Cairo")]
    [DataRow("Africa/Lagos")]
    [DataRow("Asia/Beirut")]
    [DataRow("Asia/Jerusalem")]
    [DataRow("Asia/Tehran")]
    [DataRow("Asia/Kolkata")]
    [DataRow("Asia/Kathmandu")]
    [DataRow("Asia/Tokyo")]
    [DataRow("Australia/Sydney")]
    [DataRow("Australia/Adelaide")]
    [DataRow("Australia/Lord_Howe")]
    [DataRow("Pacific/Auckland")]
    [DataRow("Pacific/Chatham")]
    [DataRow("Pacific/Norfolk")]
    [DataRow("Pacific/Kiritimati")]
    [DataRow("Pacific/Pago_Pago")]
    [DataRow("Pacific/Easter")]
    [DataRow("Antarctica/Troll")]
    [DataRow("America/New_York")]
    [DataRow("America/St_Johns")]
    [DataRow("America/Havana")]
    [DataRow("America/Asuncion")]
    [DataRow("America/Santiago")]
    [DataRow("America/Nuuk")]
    public void Zone_rule_agrees_with_the_system_every_hour_for_ten_years(string zoneId)
    {
        ZoneRule rule = RuleThatTheSystemCanJudge(zoneId);
        TimeZoneInfo system = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        int hours = 0;
        int differences = 0;
        string first = "";
        for (DateTime at = From; at < Until; at = at.AddHours(1))
        {
            hours++;
            if (rule.OffsetMinutes(Seconds(at)) == OffsetMinutes(system, at))
                continue;
            if (differences++ == 0)
                first = $"{at:u}: rule {rule.OffsetMinutes(Seconds(at))}, system {OffsetMinutes(system, at)}";
        }
        Assert.AreEqual(87648, hours, "the hours of ten years");
        Assert.AreEqual(0, differences, $"{zoneId}, {PosixZone.ReadFooter(zoneId)}, first at {first}");
    }

    [TestMethod]
    [DataRow("Europe/Berlin", 20)]
    [DataRow("Europe/Dublin", 20)]
    [DataRow("Africa/Cairo", 20)]
    [DataRow("Asia/Jerusalem", 20)]
    [DataRow("Asia/Kolkata", 0)]
    [DataRow("Australia/Lord_Howe", 20)]
    [DataRow("Pacific/Chatham", 20)]
    [DataRow("Pacific/Norfolk", 20)]
    [DataRow("America/Santiago", 20)]
    [DataRow("America/Nuuk", 20)]
    [DataRow("America/Havana", 20)]
    public void Every_next_change_is_the_systems_to_the_second(string zoneId, int expected)
    {
        ZoneRule rule = RuleThatTheSystemCanJudge(zoneId);
        TimeZoneInfo system = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        int changes = 0;
        uint at = Seconds(From);
        while (rule.TryNextChange(at, out uint change, out int after) && change < Seconds(Until))
        {
            DateTime instant = Epoch.AddSeconds(change);
            Assert.AreEqual(OffsetMinutes(system, instant.AddSeconds(-1)), rule.OffsetMinutes(change - 1), $"{zoneId} before {instant:u}");
            Assert.AreEqual(OffsetMinutes(system, instant), after, $"{zoneId} at {instant:u}");
            Assert.AreNotEqual(rule.OffsetMinutes(change - 1), after, $"{zoneId} at {instant:u}");
            changes++;
            at = change;
        }
        Assert.AreEqual(expected, changes, zoneId);
    }

    /// <summary>The rule of a zone. Skips the test if the system has no zones, or reads this one wrongly.</summary>
    /// <remarks>
    /// .NET drops the days of a TZ string's time of day ("M3.4.4/26" becomes 02:00 on the wrong day). That shows
    /// only with slim zoneinfo files; in fat ones the changes are listed one by one.
    /// </remarks>
    private static ZoneRule RuleThatTheSystemCanJudge(string zoneId)
    {
        if (!Directory.Exists(PosixZone.ZoneInfoFolder))
            Assert.Inconclusive("this system has no zoneinfo files");
        ZoneRule rule = PosixZone.OfSystem(zoneId);
        bool isListed = PosixZone.ReadLastListedChange(zoneId) >= Until;
        if (!isListed && !(IsWithinDay(rule.ToDaylightMinute) && IsWithinDay(rule.ToStandardMinute)))
            Assert.Inconclusive($"{zoneId}: slim zoneinfo, which .NET reads wrong: {PosixZone.ReadFooter(zoneId)}");
        return rule;
    }

    private static bool IsWithinDay(int minute) => minute >= 0 && minute < LockTime.MinutesPerDay;

    private static uint Seconds(DateTime utc) => (uint)((utc.Ticks - Epoch.Ticks) / TimeSpan.TicksPerSecond);

    private static int OffsetMinutes(TimeZoneInfo zone, DateTime utc) => (int)zone.GetUtcOffset(utc).TotalMinutes;
}
