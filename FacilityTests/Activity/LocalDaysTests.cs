using LockFirmware.Facility.Site;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityTests.Activity;

/// <summary>When local days begin, also in zones whose clocks change at midnight.</summary>
[TestClass]
public sealed class LocalDaysTests
{
    [TestMethod]
    // Berlin: an hour east, two in summer.
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-10", "2026-01-09T23:00:00Z")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-10", "2026-07-09T22:00:00Z")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-30", "2026-03-29T22:00:00Z")]
    // Chile, west of Greenwich: midnight does not come on the day of the change in September, the day begins at 1; in April 23:00
    // comes twice.
    [DataRow("<-04>4<-03>,M9.1.6/24,M4.1.6/24", "2026-09-06", "2026-09-06T04:00:00Z")]
    [DataRow("<-04>4<-03>,M9.1.6/24,M4.1.6/24", "2026-04-05", "2026-04-05T04:00:00Z")]
    // Havana: in autumn the hour from 0 to 1 comes twice, and the day begins with the first.
    [DataRow("CST5CDT,M3.2.0/0,M11.1.0/1", "2026-11-01", "2026-11-01T04:00:00Z")]
    [DataRow("CST5CDT,M3.2.0/0,M11.1.0/1", "2026-03-08", "2026-03-08T05:00:00Z")]
    public void A_day_begins(string rule, string day, string utc)
    {
        long expected =
            (long)(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime() - LocalTime.Epoch).TotalSeconds;
        long begins = new LocalDays(PosixZone.Parse(rule)).StartOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        Assert.AreEqual(expected, begins);
    }
}
