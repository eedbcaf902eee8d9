using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Access;

/// <summary>Step 9 of the checks, in the whole lock: zone, holidays and exit grace come from its configuration.</summary>
[TestClass]
public class HoursTests
{
    private const int Friday = 0x10;
    private const int Saturday = 0x20;
    private const int Weekdays = 0x7F;
    private const int DayNumberOfFriday = 2522;

    [TestMethod]
    public void An_overnight_window_of_Friday_admits_on_Saturday_at_05_59()
    {
        LockRig rig = new LockRig(Office.At(5, 5, 59, 59), 256);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, FridayNight()), "status");
    }

    [TestMethod]
    public void At_06_00_it_is_over_and_the_holder_is_told_the_next_opening()
    {
        LockRig rig = new LockRig(Office.At(5, 6, 0, 0), 256);
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.Ask(Command.Unlock, FridayNight()), "status");
        Assert.IsTrue(rig.IsProven, "mac");
        Assert.AreEqual(4, rig.Reply.BodyLength, "body");
        Assert.AreEqual(Office.At(11, 22, 0, 0), Office.BodyU32(rig, 0), "next Friday 22:00");
        Assert.AreEqual((int)EventKind.Refused, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.LastEvent().Reason, "reason");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
    }

    [TestMethod]
    public void No_opening_is_reported_beyond_the_end_of_the_key()
    {
        LockRig rig = new LockRig(Office.At(5, 6, 0, 0), 256);
        Grant grant = FridayNight();
        grant.NotAfter = Office.At(11, 22, 0, 0);
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.Ask(Command.Unlock, grant), "status");
        Assert.AreEqual(0u, Office.BodyU32(rig, 0), "none");
    }

    [TestMethod]
    public void A_holiday_on_Saturday_does_not_end_Fridays_night_early()
    {
        LockRig rig = new LockRig(Office.At(4, 12, 0, 0), 256);
        rig.Configure(WithHoliday(DayNumberOfFriday + 1));
        rig.SetTime(Office.At(5, 5, 59, 0));
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, FridayNight()), "status");
    }

    [TestMethod]
    public void A_holiday_on_Friday_takes_the_whole_night_away()
    {
        LockRig rig = new LockRig(Office.At(4, 12, 0, 0), 256);
        rig.Configure(WithHoliday(DayNumberOfFriday));
        rig.SetTime(Office.At(4, 23, 0, 0));
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.Ask(Command.Unlock, FridayNight()), "Friday 23:00");
        rig.SetTime(Office.At(5, 5, 59, 0));
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.Ask(Command.Unlock, FridayNight()), "Saturday 05:59");
    }

    [TestMethod]
    public void Only_the_holiday_bit_admits_on_a_holiday()
    {
        LockRig rig = new LockRig(Office.At(4, 12, 0, 0), 256);
        rig.Configure(WithHoliday(DayNumberOfFriday));
        Assert.AreEqual((int)Status.OutsideHours, (int)Office.Unlock(rig, Hours(Weekdays, 0, 1440)), "all weekdays");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Hours(0x80, 0, 1440)), "holidays alone");
        rig.SetTime(Office.At(5, 12, 0, 0));
        Assert.AreEqual((int)Status.OutsideHours, (int)Office.Unlock(rig, Hours(0x80, 0, 1440)), "an ordinary day");
    }

    [TestMethod]
    public void An_exit_lets_out_within_its_grace_and_not_a_minute_longer()
    {
        LockRig rig = new LockRig(Office.At(5, 18, 29, 59), 256);
        LockConfiguration configuration = new LockConfiguration { IsExit = true };
        Assert.IsTrue(configuration.Calendar.TrySetExitGrace(30), "grace");
        rig.Configure(configuration);
        Grant day = Hours(Saturday, 8 * 60, 18 * 60);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, day), "18:29:59");
        Assert.AreEqual((int)Status.OutsideHours, (int)Office.Unlock(rig, day), "18:30");
    }

    [TestMethod]
    public void Without_grace_the_window_ends_on_its_minute()
    {
        LockRig rig = new LockRig(Office.At(5, 18, 0, 0), 256);
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.Ask(Command.Unlock, Hours(Saturday, 8 * 60, 18 * 60)), "status");
    }

    [TestMethod]
    public void Hours_are_those_of_the_configured_zone()
    {
        LockRig rig = new LockRig(Office.At(5, 5, 30, 0), 256);
        Grant grant = FridayNight();
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, grant), "05:30 in UTC");
        rig.Configure(Zone(60));
        Assert.AreEqual((int)Status.OutsideHours, (int)Office.Unlock(rig, grant), "06:30 an hour east");
        Assert.AreEqual(Office.At(11, 21, 0, 0), Office.BodyU32(rig, 0), "the next opening is 22:00 there");
    }

    [TestMethod]
    public void The_zone_changes_over_by_its_rule_without_any_message()
    {
        // UTC+1, from the last Sunday of March 02:00 on UTC+2; that Sunday is 2027-03-28, 125 days on.
        LockRig rig = new LockRig(Office.At(125, 0, 59, 0), 256);
        byte[] zone = new byte[ZoneRule.Size];
        int at = ZoneRule.WriteOffsets(zone, 0, 60, 120);
        at = ZoneRule.WriteChange(zone, at, 3, 5, 6, 120);
        ZoneRule.WriteChange(zone, at, 10, 5, 6, 180);
        LockConfiguration configuration = new LockConfiguration();
        Assert.IsTrue(configuration.Calendar.Zone.TryRead(zone, 0), "zone");
        rig.Configure(LongLived(), configuration);
        Grant grant = LongLived();
        LockRig.WithWindows(grant, LockRig.Window(0x40, 60, 120));
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, grant), "01:59 local");
        rig.SetTime(Office.At(125, 1, 0, 0));
        Assert.AreEqual((int)Status.OutsideHours, (int)Office.Unlock(rig, grant), "03:00 local");
    }

    private static Grant LongLived()
    {
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Manage);
        grant.NotAfter = LockRig.Noon + (400 * LockRig.Day);
        return grant;
    }

    private static Grant FridayNight() => Hours(Friday, 22 * 60, 6 * 60);

    private static Grant Hours(int days, int start, int end)
    {
        Grant grant = LockRig.NewGrant();
        grant.NotAfter = LockRig.Noon + (30 * LockRig.Day);
        return LockRig.WithWindows(grant, LockRig.Window(days, start, end));
    }

    private static LockConfiguration WithHoliday(int dayNumber)
    {
        LockConfiguration configuration = new LockConfiguration();
        byte[] holidays = new byte[AccessCalendar.HolidaySize];
        Bytes.WriteU16(holidays, 0, dayNumber);
        Assert.IsTrue(configuration.Calendar.TryReadHolidays(holidays, 0, 1), "holiday");
        return configuration;
    }

    private static LockConfiguration Zone(int minutes)
    {
        LockConfiguration configuration = new LockConfiguration();
        byte[] zone = new byte[ZoneRule.Size];
        ZoneRule.WriteOffsets(zone, 0, minutes, minutes);
        Assert.IsTrue(configuration.Calendar.Zone.TryRead(zone, 0), "zone");
        return configuration;
    }
}
