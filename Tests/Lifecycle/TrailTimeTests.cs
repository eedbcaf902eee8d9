using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Lifecycle;

/// <summary>The lock's own trail bounds its clock: times run backwards only where a ClockSet says so.</summary>
[TestClass]
public class TrailTimeTests
{
    private const long MinuteMs = 60_000;

    [TestMethod]
    public void After_a_power_cut_the_floor_is_not_behind_the_newest_event()
    {
        LockRig rig = new LockRig();
        rig.Advance(8 * MinuteMs);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "opened");
        uint time = rig.LastEvent().Time;
        Assert.IsTrue(time >= LockRig.Noon + 480, "recorded with the time of then");
        rig.CutPower();
        Assert.AreEqual((int)ClockTrust.Floor, (int)rig.Engine.Clock.Trust, "a lower bound");
        Assert.AreEqual(time, rig.Now, "the time of the newest event");
        AssertTimesRise(rig);
    }

    [TestMethod]
    public void Refusals_without_a_clock_do_not_let_the_next_start_go_back()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        Grant later = LockRig.NewGrant();
        later.IssuedAt = LockRig.Noon + 5000;
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, later), "refused, and its issue time is the floor");
        rig.CutPower();
        Assert.AreEqual(LockRig.Noon + 5000, rig.Now, "the floor");
        AssertTimesRise(rig);
    }

    [TestMethod]
    public void A_time_that_corrected_a_wrong_year_counts_although_its_event_was_still_pending()
    {
        LockRig rig = new LockRig(0, 256);
        Grant wrong = LockRig.NewGrant();
        wrong.IssuedAt = 20u * 366 * LockRig.Day;
        wrong.NotAfter = wrong.IssuedAt + LockRig.Day;
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, wrong), "the wrong key");
        Assert.AreEqual(wrong.IssuedAt, rig.LastEvent().Time, "the newest event has its time");
        rig.Board.EventsThrow = true;
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(LockRig.Noon), "set, and its event waits");
        rig.Board.EventsThrow = false;
        rig.CutPower();
        Assert.AreEqual(LockRig.Noon, rig.Now, "the corrected time");
    }

    [TestMethod]
    public void A_hardware_clock_a_little_behind_the_newest_event_is_kept_and_does_not_go_back()
    {
        LockRig rig = new LockRig();
        rig.Advance(10 * MinuteMs);
        Office.Reboot(rig);
        uint newest = rig.LastEvent().Time;
        rig.Board.Seconds = newest - 3;
        rig.Boot();
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "trust");
        Assert.AreEqual(newest, rig.Now, "time");
        AssertTimesRise(rig);
        rig.Leap(2 * 60 * MinuteMs);
        rig.Connect();
        Office.Unlock(rig, LockRig.NewGrant());
        rig.Board.Seconds = rig.Now - 7200;
        rig.Boot();
        Assert.AreEqual((int)ClockTrust.Floor, (int)rig.Engine.Clock.Trust, "hours behind it is not kept");
        AssertTimesRise(rig);
    }

    [TestMethod]
    public void Over_many_starts_times_run_backwards_only_where_the_clock_was_set()
    {
        LockRig rig = new LockRig(LockRig.Noon, 4096);
        uint random = 1;
        for (int i = 0; i < 300; i++)
        {
            random = (random * 1664525) + 1013904223;
            rig.Advance((random >> 8) % 90_000);
            switch ((random >> 28) % 6)
            {
                case 0:
                    rig.CutPower();
                    break;
                case 1:
                    Office.Reboot(rig);
                    break;
                case 2:
                    rig.SetTime(LockRig.Noon + (random >> 16));
                    break;
                default:
                    rig.Ask(Command.Unlock, LockRig.NewGrant(Rights.Unlock | Rights.OpenWithoutClock));
                    break;
            }
        }
        Assert.IsTrue(rig.Count(EventKind.Boot) > 50 && rig.Count(EventKind.ClockSet) > 20, "enough of everything");
        AssertTimesRise(rig);
    }

    [TestMethod]
    public void Power_cuts_before_each_hour_is_full_do_not_make_the_hours_without_a_clock_endless()
    {
        LockRig rig = new LockRig();
        Grant staff = LockRig.NewGrant(Rights.Unlock | Rights.OpenWithoutClock);
        int opened = 0;
        for (int hour = 0; hour < 100; hour++)
        {
            rig.CutPower();
            if (rig.Ask(Command.Unlock, staff) == Status.Ok)
                opened++;
            rig.Disconnect();
            rig.Leap(59 * MinuteMs);
        }
        Assert.AreEqual(72, opened, "one for each hour that is configured");
        rig.Connect();
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, staff), "over");
    }

    [TestMethod]
    public void A_stranger_who_holds_the_connection_uses_up_no_hours_without_a_clock()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        for (int i = 0; i < 100; i++)
        {
            rig.Leap(121_000);
            rig.Boot();
            rig.Connect();
        }
        Grant staff = LockRig.NewGrant(Rights.Unlock | Rights.OpenWithoutClock);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, staff), "reboots count the time that they took");
    }

    private static void AssertTimesRise(LockRig rig)
    {
        uint before = 0;
        for (uint i = rig.Board.Oldest; i <= rig.Head; i++)
        {
            AuditEvent audit = rig.Event(i);
            if (audit.Time != 0 && audit.Kind != EventKind.ClockSet)
                Assert.IsTrue(audit.Time >= before, "event " + i.ToString() + " of kind " + ((int)audit.Kind).ToString());
            if (audit.Time != 0)
                before = audit.Time;
        }
    }
}
