using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Clock;

/// <summary>A time is a u32, up to 2156-02-07T06:28:15Z. At the last second the clock stands still; it never starts again at 0.</summary>
[TestClass]
public class LastSecondTests
{
    private const uint Last = uint.MaxValue;

    [TestMethod]
    public void The_clock_stands_still_at_the_last_second()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        Assert.AreEqual((int)Status.Ok, (int)AtLast(rig, 10), "set to ten seconds before");
        rig.Disconnect();
        rig.Advance(9_000);
        Assert.AreEqual(Last - 1, rig.Now, "the last but one");
        rig.Advance(1_000);
        Assert.AreEqual(Last, rig.Now, "the last");
        rig.Advance(60_000);
        Assert.AreEqual(Last, rig.Now, "still the last");
        rig.Board.Seconds = Last;
        rig.Boot();
        Assert.AreEqual(Last, rig.Now, "after a reboot");
        rig.CutPower();
        Assert.IsTrue(rig.Now >= Last - 10, "after a power cut");
    }

    [TestMethod]
    public void A_time_at_the_end_does_not_wrap_by_its_age()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, Last - 2);
        rig.Advance(9_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(rig.Make(Command.SetTime, null, null, time)), "set");
        Assert.AreEqual(Last, rig.Now, "time");
    }

    [TestMethod]
    public void A_key_for_ever_opens_up_to_the_last_second_and_says_until_when()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)AtLast(rig, 100), "set");
        Grant grant = LockRig.NewGrant();
        grant.NotAfter = Last;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Status, grant), "status");
        LockStatus status = new LockStatus();
        Assert.IsTrue(status.TryRead(rig.Reply.Body), "form");
        Assert.AreEqual((int)Status.Ok, (int)status.Opens, "opens");
        Assert.AreEqual(Last, status.Until, "until");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, grant), "opens");
        rig.Disconnect();
        rig.Advance(101_000);
        rig.Connect();
        Assert.AreEqual((int)Status.Expired, (int)rig.Ask(Command.Unlock, grant), "at the last second no key is valid");
    }

    [TestMethod]
    public void Closings_and_openings_beyond_the_end_do_not_wrap()
    {
        AccessCalendar calendar = new AccessCalendar();
        AccessWindows windows = new AccessWindows();
        windows.TryRead(LockRig.Always(), 0, 1);
        for (uint before = 1; before < 20 * LockRig.Day; before += 3_333)
        {
            uint now = Last - before;
            uint closing = AccessHours.NextClosing(windows, null, calendar, now, Last);
            Assert.IsTrue(closing == 0 ? before > 14 * LockRig.Day : closing == Last, "always: " + before.ToString());
        }
        for (int start = 0; start < 1440; start += 60)
        {
            windows.TryRead(LockRig.Window(0x7F, start, (start + 600) % 1440), 0, 1);
            for (uint before = 1; before < 3 * LockRig.Day; before += 1_777)
            {
                uint now = Last - before;
                uint closing = AccessHours.NextClosing(windows, null, calendar, now, Last);
                uint opening = AccessHours.NextOpening(windows, null, calendar, now, Last);
                Assert.IsTrue(closing == 0 || closing > now, "closing");
                Assert.IsTrue(opening == 0 || opening > now, "opening");
                Assert.IsTrue(AccessHours.Admits(windows, calendar, now) == (closing != 0), "one of them");
            }
        }
    }

    [TestMethod]
    public void Later_stands_still_at_the_end()
    {
        Assert.AreEqual(7u, LockClock.Later(5, 2_999), "whole seconds");
        Assert.AreEqual(Last, LockClock.Later(Last - 2, 2_000), "the last");
        Assert.AreEqual(Last, LockClock.Later(Last, long.MaxValue / 2), "beyond");
    }

    private static Status AtLast(LockRig rig, uint before)
    {
        rig.Connect();
        return rig.SetTime(Last - before);
    }
}
