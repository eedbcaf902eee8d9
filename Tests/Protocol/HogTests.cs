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
