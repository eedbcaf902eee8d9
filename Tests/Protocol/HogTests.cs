using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>The lock drops a central that blocks the radio by a reboot, at most every two minutes.</summary>
[TestClass]
public class HogTests
{
    [TestMethod]
    public void A_silent_central_is_put_off_after_30_s_once_the_lock_has_run_for_two_minutes()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        rig.Advance(200_000);
        rig.Connect();
        rig.Advance(30_000);
        Assert.AreEqual(0, Reboots(rig), "30 s");
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "30.02 s");
        AssertBootReason(rig, BootReason.ConnectionHog);
    }

    [TestMethod]
    public void After_a_boot_a_silent_central_is_tolerated_for_two_minutes()
    {
        LockRig rig = new LockRig();
        rig.Advance(119_980);
        Assert.AreEqual(0, Reboots(rig), "119.98 s");
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "two minutes");
        rig.Boot();
        rig.Connect();
        rig.Advance(119_980);
        Assert.AreEqual(1, Reboots(rig), "119.98 s after the reboot");
        rig.Advance(20);
        Assert.AreEqual(2, Reboots(rig), "two minutes after the reboot");
    }

    [TestMethod]
    public void After_an_authentic_request_a_central_may_stay_for_five_minutes()
    {
        LockRig rig = new LockRig();
        rig.Advance(20_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Status, LockRig.NewGrant()), "status");
        rig.Advance(300_000);
        Assert.AreEqual(0, Reboots(rig), "five minutes");
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "and a tick");
    }

    [TestMethod]
    public void A_key_that_is_not_admitted_is_silence_whatever_it_asks()
    {
        for (int reason = 0; reason < 6; reason++)
        {
            LockRig rig = new LockRig();
            Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Manage | Rights.HoldOpen);
            Command command = Refuse(rig, grant, reason);
            rig.Disconnect();
            rig.Connect();
            for (int i = 0; i < 12; i++)
            {
                Assert.AreNotEqual((int)Status.Ok, (int)rig.Ask(command, grant), "refused: " + reason.ToString());
                Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Here, grant, new byte[HereAnswer.ServerChallengeSize]), "Here");
                byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, rig.Now);
                rig.Send(rig.Make(Command.SetTime, grant, null, time));
                Assert.AreEqual(0, Reboots(rig), "before two minutes");
                rig.Advance(i < 11 ? 10_000 : 9_980);
            }
            rig.Advance(20);
            Assert.AreEqual(1, Reboots(rig), "two minutes: " + reason.ToString());
        }
    }

    [TestMethod]
    public void A_recorded_notice_with_a_key_that_is_over_is_silence()
    {
        LockRig rig = new LockRig();
        byte[] notice = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon).ToBytes(rig.Secrets.NoticeSecret);
        Grant over = LockRig.NewGrant();
        over.NotAfter = LockRig.Noon - 1;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Deliver, over, notice), "once");
        rig.Disconnect();
        rig.Connect();
        for (int i = 0; i < 12; i++)
        {
            Assert.AreEqual((int)Status.AlreadyApplied, (int)rig.Ask(Command.Deliver, over, notice), "again");
            rig.Advance(10_000);
        }
        Assert.AreEqual(1, Reboots(rig), "two minutes");
    }

    [TestMethod]
    public void An_entitled_phone_stays_for_a_quarter_of_an_hour_in_all()
    {
        LockRig rig = new LockRig();
        for (int i = 0; i < 45; i++)
        {
            Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Status, LockRig.NewGrant()), "status");
            rig.Advance(20_000);
        }
        Assert.AreEqual(0, Reboots(rig), "15 minutes");
        rig.Ask(Command.Status, LockRig.NewGrant());
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "and a tick");
    }

    [TestMethod]
    public void A_stranger_who_stays_connected_does_not_end_passage_mode()
    {
        LockRig rig = new LockRig();
        rig.Files = new TornFiles();
        rig.Boot();
        rig.Connect();
        Grant staff = LockRig.NewGrant(Rights.HoldOpen);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.HoldOpen, staff, Office.U32(LockRig.Noon + 3600)), "held open");
        rig.Disconnect();
        rig.Connect();
        rig.Advance(120_000);
        Assert.AreEqual(1, Reboots(rig), "put off");
        rig.Boot();
        Assert.IsTrue(rig.Door.IsReleased, "the door is still held open");
        rig.Leap(3_470_000);
        Assert.IsTrue(rig.Door.IsReleased, "until the hour is over");
        rig.Leap(20_000);
        Assert.IsFalse(rig.Door.IsReleased, "and not longer");
        rig.Boot();
        Assert.IsFalse(rig.Door.IsReleased, "nor at another start");
    }

    [TestMethod]
    public void Passage_mode_ends_with_a_power_cut_and_does_not_return_under_lockdown()
    {
        for (int trial = 0; trial < 3; trial++)
        {
            LockRig rig = new LockRig();
            rig.Files = new TornFiles();
            rig.Boot();
            rig.Connect();
            rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), Office.U32(LockRig.Noon + 3600));
            rig.Disconnect();
            rig.Connect();
            rig.Advance(120_000);
            Assert.AreEqual(1, Reboots(rig), "put off");
            if (trial == 0)
                rig.Board.Seconds = 0;
            else if (trial == 1)
                rig.Engine.Memory.State.Lockdown = true;
            else
                rig.Engine.Memory.State.BootCount++;
            Assert.IsTrue(rig.Engine.Memory.SaveState(), "stored");
            rig.Boot();
            Assert.IsFalse(rig.Door.IsReleased, "secured: " + trial.ToString());
        }
    }

    [TestMethod]
    public void Reading_and_writing_without_authenticity_is_silence()
    {
        LockRig rig = new LockRig();
        byte[] recorded = RecordUnlock(rig);
        rig.Disconnect();
        rig.Connect();
        for (int i = 0; i < 12; i++)
        {
            rig.ReadChallenge();
            rig.Send(recorded);
            Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Here, new byte[HereAnswer.ServerChallengeSize]), "Here");
            Assert.AreEqual(0, Reboots(rig), "before two minutes");
            rig.Advance(i < 11 ? 10_000 : 9_980);
        }
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "two minutes");
    }

    [TestMethod]
    public void A_recorded_reply_asked_for_again_and_again_is_silence()
    {
        LockRig rig = new LockRig();
        byte[] recorded = RecordUnlock(rig);
        for (int i = 0; i < 30; i++)
        {
            rig.Advance(10_000);
            rig.Send(recorded);
        }
        Assert.AreEqual(0, Reboots(rig), "five minutes");
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "and a tick");
    }

    [TestMethod]
    public void A_recorded_notice_delivered_again_and_again_is_silence()
    {
        LockRig rig = new LockRig();
        NoticeBuilder builder = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon);
        byte[] notice = builder.ToBytes(rig.Secrets.NoticeSecret);
        Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Deliver, notice), "once");
        rig.Disconnect();
        rig.Connect();
        for (int i = 0; i < 12; i++)
        {
            Assert.AreEqual((int)Status.AlreadyApplied, (int)rig.AskKeyless(Command.Deliver, notice), "again");
            Assert.AreEqual(0, Reboots(rig), "before two minutes");
            rig.Advance(i < 11 ? 10_000 : 9_980);
        }
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "two minutes");
    }

    [TestMethod]
    public void Nobody_who_leaves_and_no_fire_alarm_is_cut_off_by_the_reboot()
    {
        LockRig rig = new LockRig();
        rig.Advance(119_000);
        rig.Door.IsRequestToExit = true;
        rig.Advance(20);
        rig.Door.IsRequestToExit = false;
        rig.Advance(4_960);
        Assert.IsTrue(rig.Door.IsReleased, "still released");
        Assert.AreEqual(0, Reboots(rig), "later");
        rig.Door.IsFireAlarm = true;
        rig.Advance(600_000);
        Assert.IsTrue(rig.Door.IsReleased, "fire");
        Assert.AreEqual(0, Reboots(rig), "later still");
        rig.Door.IsFireAlarm = false;
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "as soon as it is over");
    }

    [TestMethod]
    public void The_latch_is_secured_and_nothing_is_lost_when_a_central_is_put_off()
    {
        LockRig rig = new LockRig();
        rig.Advance(100_000);
        byte[] forged = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
        for (int i = 0; i < 5; i++)
            rig.Send(forged);
        rig.Advance(19_980);
        rig.Engine.Door.Release(100, rig.UptimeMs);
        Assert.IsTrue(rig.Door.IsReleased, "somebody is let in");
        rig.Advance(20);
        Assert.AreEqual(1, Reboots(rig), "reboot");
        Assert.IsFalse(rig.Door.IsReleased, "latch");
        uint sum = 0;
        for (uint i = rig.Board.Oldest; i <= rig.Head; i++)
        {
            if (rig.Event(i).Kind == EventKind.FailedProofsSummed)
                sum += rig.Event(i).Detail;
        }
        Assert.AreEqual(5u, sum, "failed proofs");
        rig.Door.IsRequestToExit = false;
        uint now = rig.Now;
        rig.Boot();
        Assert.IsTrue(rig.Now >= now, "the clock goes on");
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "and is trusted");
    }

    [TestMethod]
    public void A_lock_without_a_central_never_reboots()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        rig.Advance(1_000_000);
        Assert.AreEqual(0, Reboots(rig), "reboots");
    }

    /// <summary>Makes the lock refuse a grant, each time for another reason.</summary>
    private static Command Refuse(LockRig rig, Grant grant, int reason)
    {
        switch (reason)
        {
            case 0:
                grant.NotAfter = LockRig.Noon - 1;
                return Command.Status;
            case 1:
                grant.NotBefore = LockRig.Noon + LockRig.Day;
                return Command.Status;
            case 2:
                NoticeBuilder notice = Office.Next(rig);
                notice.RevokeKey(grant.KeyId, LockRig.Noon + LockRig.Day);
                Office.Apply(rig, notice);
                return Command.Status;
            case 3:
                grant.Rights = Rights.Share;
                return Command.Status;
            case 4:
                Office.Overlock(rig, true);
                return Command.Unlock;
            default:
                LockRig.WithWindows(grant, LockRig.Window(0x80, 0, 60));
                return Command.Unlock;
        }
    }

    /// <summary>Reboots since the one that ended provisioning.</summary>
    private static int Reboots(LockRig rig) => rig.Board.RebootCount - 1;

    private static byte[] RecordUnlock(LockRig rig)
    {
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(request), "recorded");
        return request;
    }

    private static void AssertBootReason(LockRig rig, BootReason reason)
    {
        rig.Boot();
        Assert.AreEqual((int)EventKind.Boot, (int)rig.LastEvent().Kind, "boot event");
        Assert.AreEqual((int)reason, (int)rig.LastEvent().Reason, "its reason");
    }
}
