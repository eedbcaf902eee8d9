using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>Latch, door, session and rate limits follow the uptime; a step of the wall clock moves none of them.</summary>
[TestClass]
public class ClockStepTests
{
    private const uint Year = 365 * LockRig.Day;

    [TestMethod]
    public void A_clock_step_during_the_release_does_not_move_the_relock_by_a_tick()
    {
        AssertRelock(LockRig.Noon);
        AssertRelock(LockRig.Noon + Year);
        AssertRelock(LockRig.Noon - Year);
    }

    [TestMethod]
    public void A_clock_step_during_passage_mode_does_not_move_its_end_by_a_tick()
    {
        AssertHold(LockRig.Noon);
        AssertHold(LockRig.Noon + Year);
        AssertHold(LockRig.Noon - Year);
    }

    [TestMethod]
    public void A_clock_step_does_not_make_a_challenge_older_or_younger()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        rig.Advance(9_000);
        byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, LockRig.Noon + LockRig.Day);
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(rig.Make(Command.SetTime, null, null, time)), "set");
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0])), "9 s");
        rig.Advance(2_000);
        Assert.AreEqual((int)Status.StaleChallenge, (int)rig.Send(rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0])), "11 s");
    }

    [TestMethod]
    public void A_clock_step_does_not_shorten_the_second_between_two_unlocks()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "first");
        rig.SetTime(LockRig.Noon + LockRig.Day);
        Assert.AreEqual((int)Status.TooSoon, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "second");
    }

    private static void AssertRelock(uint step)
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "unlock");
        rig.Advance(1_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(step), "step");
        rig.Advance(3_980);
        Assert.IsTrue(rig.Door.IsReleased, "a tick before the relock");
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "relock");
    }

    private static void AssertHold(uint step)
    {
        LockRig rig = new LockRig();
        byte[] until = new byte[4];
        Bytes.WriteU32(until, 0, rig.Now + 100);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), until), "hold");
        rig.Advance(1_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(step), "step");
        rig.Advance(98_980);
        Assert.IsTrue(rig.Door.IsReleased, "a tick before the end");
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "the end");
    }
}
