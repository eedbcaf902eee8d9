using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>A bolt that does not move with its latch, in the whole lock.</summary>
[TestClass]
public class BoltTests
{
    [TestMethod]
    public void A_bolt_that_follows_is_never_jammed()
    {
        LockRig rig = WithSensor();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(20_000);
        Assert.AreEqual(0, rig.Count(EventKind.Jammed), "events");
        Assert.IsFalse(rig.Engine.Door.IsJammed, "state");
    }

    [TestMethod]
    public void Without_a_sensor_nothing_is_jammed()
    {
        LockRig rig = new LockRig();
        rig.Door.IsBoltStuck = true;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(20_000);
        Assert.AreEqual(0, rig.Count(EventKind.Jammed), "events");
    }

    [TestMethod]
    public void A_bolt_that_does_not_release_is_tried_once_more_then_recorded_once()
    {
        LockRig rig = WithSensor();
        rig.Door.IsBoltStuck = true;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "nobody can know yet");
        rig.Advance(1_980);
        Assert.AreEqual(1, rig.Door.ReleaseCount, "before two seconds");
        rig.Advance(120 + 20);
        Assert.AreEqual(2, rig.Door.ReleaseCount, "released anew");
        rig.Advance(1_840);
        Assert.AreEqual(0, rig.Count(EventKind.Jammed), "before two more");
        rig.Advance(60);
        Assert.AreEqual(1, rig.Count(EventKind.Jammed), "event");
        Assert.AreEqual(1, (int)rig.LastEvent().Reason, "did not release");
        rig.Advance(60_000);
        Assert.AreEqual(1, rig.Count(EventKind.Jammed), "once");
        Assert.AreEqual(2, rig.Door.ReleaseCount, "one retry");
    }

    [TestMethod]
    public void A_second_try_that_works_is_no_jam()
    {
        LockRig rig = WithSensor();
        rig.Door.IsBoltStuck = true;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(1_900);
        rig.Door.IsBoltStuck = false;
        rig.Advance(10_000);
        Assert.AreEqual(0, rig.Count(EventKind.Jammed), "events");
        Assert.IsFalse(rig.Engine.Door.IsJammed, "state");
    }

    [TestMethod]
    public void Who_asks_again_is_told_jammed_and_the_latch_is_tried_and_the_admission_recorded()
    {
        LockRig rig = WithSensor();
        rig.Door.IsBoltStuck = true;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(2_020);
        Assert.AreEqual((int)Status.Jammed, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "two seconds later");
        Assert.IsTrue(rig.IsProven, "keyed");
        Assert.AreEqual(0, rig.Reply.BodyLength, "body");
        rig.Advance(60_000);
        Assert.IsFalse(rig.Door.IsReleased, "over");
        Assert.AreEqual((int)Status.Jammed, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "a minute later");
        Assert.IsTrue(rig.Door.IsReleased, "tried all the same");
        Assert.AreEqual(3, rig.Count(EventKind.AccessGranted), "admissions");
        Assert.AreEqual((int)Status.Jammed, (int)Hold(rig), "passage mode");
        Assert.IsTrue((Door(rig) & DoorFlags.Jammed) != 0, "status");
    }

    [TestMethod]
    public void A_release_that_is_seen_clears_the_jam()
    {
        LockRig rig = WithSensor();
        rig.Door.IsBoltStuck = true;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(20_000);
        Assert.IsTrue((Door(rig) & DoorFlags.Jammed) != 0, "jammed");
        rig.Door.IsBoltStuck = false;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "the bolt is seen to follow");
        rig.Advance(20);
        Assert.IsTrue((Door(rig) & DoorFlags.Jammed) == 0, "status");
        rig.Advance(6_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "and the next");
    }

    [TestMethod]
    public void A_release_too_short_for_a_second_try_is_no_silent_ok_either()
    {
        LockRig rig = WithSensor();
        rig.Configure(new LockConfiguration { ReleaseMs = LockConfiguration.ReleaseMsMin });
        rig.Door.IsBoltStuck = true;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(1_000);
        Assert.AreEqual(1, rig.Count(EventKind.Jammed), "event");
        Assert.AreEqual((int)Status.Jammed, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
    }

    [TestMethod]
    public void A_bolt_that_does_not_secure_is_recorded_and_never_released_for_a_second_try()
    {
        LockRig rig = WithSensor();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(1_000);
        rig.Door.IsBoltStuck = true;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Relock, LockRig.NewGrant()), "nobody can know yet");
        rig.Advance(4_020);
        Assert.AreEqual(1, rig.Count(EventKind.Jammed), "event");
        Assert.AreEqual(2, (int)rig.LastEvent().Reason, "did not secure");
        Assert.AreEqual(1, rig.Door.ReleaseCount, "released");
        Assert.AreEqual((int)Status.Jammed, (int)rig.Ask(Command.Relock, LockRig.NewGrant()), "asked again");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "it is open, as asked");
        rig.Door.IsBoltStuck = false;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Relock, LockRig.NewGrant()), "freed");
        rig.Advance(20);
        Assert.IsFalse(rig.Engine.Door.IsJammed, "state");
    }

    [TestMethod]
    public void A_bolt_that_is_out_at_boot_is_reported_and_releases_nothing()
    {
        LockRig rig = WithSensor();
        rig.Door.IsBoltReleased = true;
        rig.Door.IsBoltStuck = true;
        rig.CutPower();
        int releases = rig.Door.ReleaseCount;
        rig.Advance(10_000);
        Assert.AreEqual(1, rig.Count(EventKind.Jammed), "event");
        Assert.AreEqual(releases, rig.Door.ReleaseCount, "released");
    }

    [TestMethod]
    public void Jams_do_not_flood_the_trail()
    {
        LockRig rig = WithSensor();
        rig.Configure(new LockConfiguration { ReleaseMs = LockConfiguration.ReleaseMsMin });
        rig.Door.IsBoltStuck = true;
        for (int i = 0; i < 20; i++)
        {
            Press(rig);
            rig.Advance(940);
        }
        rig.Disconnect();
        Assert.AreEqual(DoorLog.RecordsAMinute, rig.Count(EventKind.Jammed), "records");
        rig.Advance(120_000);
        uint summed = 0;
        for (uint i = rig.Board.Oldest; i <= rig.Head; i++)
        {
            AuditEvent audit = rig.Event(i);
            if (audit.Kind == EventKind.DoorEventsSummed && audit.Reason == (byte)EventKind.Jammed)
                summed += audit.Detail;
        }
        Assert.AreEqual(20u - DoorLog.RecordsAMinute, summed, "the rest is a sum");
    }

    private static void Press(LockRig rig)
    {
        rig.Door.IsRequestToExit = true;
        rig.Advance(40);
        rig.Door.IsRequestToExit = false;
        rig.Advance(20);
    }

    private static LockRig WithSensor()
    {
        LockRig rig = new LockRig();
        rig.Door.HasBoltSensor = true;
        rig.Advance(1_000);
        return rig;
    }

    private static Status Hold(LockRig rig)
    {
        rig.Advance(1_000);
        return rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), Office.U32(LockRig.Noon + 600));
    }

    private static DoorFlags Door(LockRig rig)
    {
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Status, LockRig.NewGrant()), "status");
        LockStatus status = new LockStatus();
        Assert.IsTrue(status.TryRead(rig.Reply.Body), "the body of Status");
        return status.Door;
    }
}
