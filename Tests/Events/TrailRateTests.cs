using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Events;

/// <summary>
/// Each kind of record is made at most as often as the table in docs/protocol.md, 7, says, whoever tries. Refusals, failed proofs and
/// the door's kinds are tried in TrailFloodTests, RefusalTests and DoorTests.
/// </summary>
[TestClass]
public class TrailRateTests
{
    private const int Minute = 60;

    [TestMethod]
    public void Honest_times_again_and_again_make_a_record_an_hour()
    {
        LockRig rig = new LockRig();
        uint head = rig.Head;
        int writes = rig.Board.ReplaceCount;
        for (uint i = 0; i < 12_000; i++)
        {
            rig.Advance(980 + (40 * (i % 2)));
            rig.Disconnect();
            rig.Connect();
            Status status = rig.SetTime(i % 2 == 0 ? rig.Now + 1 : rig.Now - 1);
            Assert.AreEqual((int)Status.Ok, (int)status, "the carrier is told that it is set");
        }
        Assert.IsTrue(rig.Head - head <= 4, "12,000 times in 200 minutes");
        Assert.IsTrue(rig.Board.ReplaceCount - writes <= 10, "and the flash is not worn");
    }

    [TestMethod]
    public void A_set_clock_that_is_right_still_follows_the_facility_once_an_hour()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        rig.Leap(3_600_000);
        rig.Connect();
        uint right = rig.Now + 3;
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(right), "status");
        Assert.AreEqual(right, rig.Now, "time");
        Assert.AreEqual((int)EventKind.ClockSet, (int)rig.LastEvent().Kind, "recorded");
    }

    [TestMethod]
    public void Large_steps_of_a_set_clock_make_six_records_an_hour()
    {
        LockRig rig = new LockRig();
        uint head = rig.Head;
        for (int second = 0; second < 110 * Minute; second++)
        {
            rig.Advance(1000);
            rig.Disconnect();
            rig.Connect();
            Status status = rig.SetTime(rig.Now + 100);
            Assert.IsTrue(status == Status.Ok || status == Status.TooSoon, "status");
        }
        Assert.IsTrue(rig.Head - head <= 12 && rig.Head - head >= 11, "in two hours");
    }

    [TestMethod]
    public void Without_a_set_clock_every_time_is_taken_at_once()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(LockRig.Noon + 1), "status");
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "trust");
        Assert.AreEqual(LockRig.Noon + 1, rig.Now, "time");
    }

    [TestMethod]
    public void Configurations_by_a_key_make_six_records_a_minute()
    {
        LockRig rig = new LockRig();
        uint head = rig.Head;
        for (int second = 0; second < 10 * Minute; second++)
        {
            LockConfiguration configuration = new LockConfiguration { ReleaseMs = (ushort)(1000 + second) };
            byte[] body = new byte[1 + configuration.Size];
            body[0] = (byte)ManageOperation.Configure;
            configuration.WriteTo(body, 1);
            Status status = rig.Ask(Command.Manage, LockRig.NewGrant(Rights.Manage), body);
            Assert.IsTrue(status == (second == 0 ? Status.Ok : status) && (status == Status.Ok || status == Status.TooSoon), "status");
            rig.Advance(1000);
        }
        Assert.IsTrue(rig.Head - head <= 60, "ten minutes");
    }

    [TestMethod]
    public void A_key_reboots_a_lock_at_most_once_a_minute()
    {
        LockRig rig = new LockRig();
        rig.Boot();
        rig.Connect();
        byte[] reboot = new byte[] { (byte)ManageOperation.Reboot };
        Grant manager = LockRig.NewGrant(Rights.Manage);
        Assert.AreEqual((int)Status.TooSoon, (int)rig.Ask(Command.Manage, manager, reboot), "it has just started");
        int reboots = rig.Board.RebootCount;
        rig.Disconnect();
        Assert.AreEqual(reboots, rig.Board.RebootCount, "no reboot");
        rig.Connect();
        rig.Advance(60_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Manage, manager, reboot), "after a minute");
    }

    [TestMethod]
    public void Admissions_make_a_record_a_second()
    {
        LockRig rig = new LockRig(LockRig.Noon, 4096);
        uint head = rig.Head;
        for (int i = 0; i < 50 * Minute; i++)
        {
            rig.Advance(20);
            Status status = rig.Ask(Command.Unlock, LockRig.NewGrant());
            Assert.IsTrue(status == Status.Ok || status == Status.TooSoon, "status");
        }
        Assert.IsTrue(rig.Head - head <= Minute + 1, "a minute of 50 a second");
    }

    [TestMethod]
    public void Keys_from_the_future_make_eight_records_a_day()
    {
        LockRig rig = new LockRig();
        for (uint key = 1; key <= 500; key++)
        {
            Grant grant = LockRig.NewGrant();
            grant.KeyId = key;
            grant.IssuedAt = LockRig.Noon + 5000;
            rig.Ask(Command.Status, grant);
        }
        Assert.AreEqual(8, rig.Count(EventKind.ClockDisagreement), "a day");
    }

    [TestMethod]
    public void A_notice_makes_its_records_once_however_often_it_comes()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.Overlock(true);
        byte[] bytes = notice.ToBytes(rig.Secrets.NoticeSecret);
        uint head = rig.Head;
        for (int i = 0; i < 1000; i++)
            rig.AskKeyless(Command.Deliver, bytes);
        Assert.AreEqual(head + 1, rig.Head, "NoticeApplied, once");
    }
}
