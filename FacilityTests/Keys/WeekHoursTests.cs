using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Keys;

namespace LockFirmware.FacilityTests.Keys;

/// <summary>Whether hours include other hours: they admit whenever the others do.</summary>
[TestClass]
public sealed class WeekHoursTests
{
    [TestMethod]
    [DataRow("always", "Mon-Fri 06:00-22:00", true)]
    [DataRow("Mon-Fri 06:00-22:00", "always", false)]
    [DataRow("Mon-Fri 06:00-22:00", "Mon-Fri 06:00-22:00", true)]
    [DataRow("Mon-Fri 06:00-21:59", "Mon-Fri 06:00-22:00", false)]
    [DataRow("Mon 08:00-10:00\nMon 10:00-12:00", "Mon 08:00-12:00", true)]
    [DataRow("Mon 08:00-10:00\nMon 10:01-12:00", "Mon 08:00-12:00", false)]
    // A window that runs past midnight covers the morning after it only by another such window, because that day may be a holiday.
    [DataRow("Fri 22:00-06:00", "Fri 23:00-05:00", true)]
    [DataRow("Fri 22:00-24:00\nSat,Holidays 00:00-06:00", "Fri 22:00-06:00", true)]
    [DataRow("Fri 22:00-24:00\nSat 00:00-06:00", "Fri 22:00-06:00", false)]
    [DataRow("Fri 22:00-06:00", "Sat 00:00-06:00", false)]
    // Windows of weekdays do not cover holidays, and windows of holidays do not cover weekdays.
    [DataRow("Mon-Sun 00:00-24:00", "Holidays 08:00-12:00", false)]
    [DataRow("Holidays 00:00-24:00", "Mon 08:00-12:00", false)]
    public void Hours_include_others_when_they_admit_at_every_minute_of_them(string wide, string narrow, bool doesInclude) =>
        Assert.AreEqual(doesInclude, Of(wide).Includes(Of(narrow)));

    [TestMethod]
    public void A_window_past_midnight_is_drawn_to_the_end_of_its_day_and_from_the_beginning_of_the_next()
    {
        WeekHours hours = Of("Fri 22:00-06:00");
        CollectionAssert.AreEqual(new[] { (1320, 1440) }, hours.Spans(4).ToArray());
        CollectionAssert.AreEqual(new[] { (0, 360) }, hours.SpansAfter(4).ToArray());
        Assert.IsEmpty(hours.Spans(5));
    }

    private static WeekHours Of(string windows) => WeekHours.Of(new Schedule { Name = "", Windows = windows });
}
