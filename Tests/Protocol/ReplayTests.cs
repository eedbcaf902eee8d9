using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>A recorded or withheld radio exchange is useless later. The rig's entropy is constant.</summary>
[TestClass]
public class ReplayTests
{
    [TestMethod]
    public void A_recorded_request_on_the_same_connection_is_answered_again_and_opens_once()
    {
        LockRig rig = new LockRig();
        byte[] recorded = Record(rig);
        byte[] reply = rig.ReplyBytes();
        rig.Advance(6000);
        Assert.IsFalse(rig.Door.IsReleased, "relocked");
        rig.Send(recorded);
        CollectionAssert.AreEqual(reply, rig.ReplyBytes(), "the stored reply");
        AssertOpenedOnce(rig);
    }

    [TestMethod]
    public void A_recorded_request_after_another_request_is_refused()
    {
        LockRig rig = new LockRig();
        byte[] recorded = Record(rig);
        rig.Send(rig.Make(Command.Status, LockRig.NewGrant(), null, new byte[0]));
        rig.Advance(6000);
        Assert.AreEqual((int)Status.SequenceUsed, (int)rig.Send(recorded), "status");
        AssertOpenedOnce(rig);
    }

    [TestMethod]
    public void A_recorded_request_under_the_next_challenge_is_not_authentic()
    {
        LockRig rig = new LockRig();
        byte[] recorded = Record(rig);
        rig.Advance(6000);
        rig.ReadChallenge();
        AssertWorthless(rig, recorded);
    }

    [TestMethod]
    public void A_recorded_request_on_another_connection_is_not_authentic()
    {
        LockRig rig = new LockRig();
        byte[] recorded = Record(rig);
        rig.Advance(6000);
        rig.Disconnect();
        rig.Connect();
        AssertWorthless(rig, recorded);
        rig.ReadChallenge();
        AssertWorthless(rig, recorded);
    }

    [TestMethod]
    public void A_recorded_request_after_a_reboot_is_not_authentic()
    {
        LockRig rig = new LockRig();
        byte[] recorded = Record(rig);
        rig.Boot();
        rig.Connect();
        AssertWorthless(rig, recorded);
        rig.ReadChallenge();
        AssertWorthless(rig, recorded);
    }

    [TestMethod]
    public void A_recorded_request_after_a_power_cut_is_not_authentic_although_entropy_is_constant()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        byte[] recorded = RecordAs(rig, LockRig.NewGrant(Rights.Unlock | Rights.OpenWithoutClock));
        byte[] before = (byte[])rig.Challenge.Clone();
        for (int i = 0; i < 4; i++)
        {
            rig.CutPower();
            rig.ReadChallenge();
            Assert.IsFalse(
                Bytes.AreEqual(before, ChallengeFrame.ChallengeOffset, rig.Challenge, ChallengeFrame.ChallengeOffset,
                    ChallengeFrame.ChallengeSize), "challenge");
            AssertWorthless(rig, recorded);
        }
    }

    [TestMethod]
    public void No_challenge_repeats_over_power_cuts_with_constant_entropy()
    {
        LockRig rig = new LockRig();
        byte[][] seen = new byte[60][];
        for (int i = 0; i < seen.Length; i++)
        {
            if (i % 10 == 0)
                rig.CutPower();
            rig.ReadChallenge();
            seen[i] = (byte[])rig.Challenge.Clone();
            for (int k = 0; k < i; k++)
                Assert.IsFalse(
                    Bytes.AreEqual(seen[i], ChallengeFrame.ChallengeOffset, seen[k], ChallengeFrame.ChallengeOffset,
                        ChallengeFrame.ChallengeSize), "challenge " + i.ToString());
        }
    }

    [TestMethod]
    public void Without_a_written_boot_count_there_is_no_challenge()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        rig.Boot();
        rig.Connect();
        Assert.IsNull(rig.Engine.DrawChallenge(rig.UptimeMs), "challenge");
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0])),
            "request");
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void A_request_for_one_lock_is_not_authentic_at_another()
    {
        LockRig here = new LockRig();
        LockRig there = new LockRig(LockRig.Noon, 256, LockRig.LockId + 1, LockRig.Generation);
        byte[] recorded = Record(here);
        there.ReadChallenge();
        AssertOpensNothing(there, recorded);
        there.ReadChallenge();
        AssertOpensNothing(there, MakeUnder(there.Challenge, here));
        Assert.AreEqual(1, here.Door.ReleaseCount, "where it belongs");
    }

    [TestMethod]
    public void A_key_of_another_generation_of_the_same_lock_is_not_authentic()
    {
        LockRig former = new LockRig();
        LockRig present = new LockRig(LockRig.Noon, 256, LockRig.LockId, (ushort)(LockRig.Generation + 1));
        byte[] recorded = Record(former);
        present.ReadChallenge();
        AssertOpensNothing(present, recorded);
        present.ReadChallenge();
        AssertOpensNothing(present, MakeUnder(present.Challenge, former));
    }

    [TestMethod]
    public void A_withheld_request_opens_up_to_10_s_and_is_then_told_that_its_challenge_is_stale()
    {
        Grant grant = LockRig.NewGrant();
        AssertWithheld(grant, 9_900, Status.Ok);
        AssertWithheld(grant, 10_000, Status.Ok);
        AssertWithheld(grant, 10_001, Status.StaleChallenge);
        AssertWithheld(grant, 11_000, Status.StaleChallenge);
    }

    [TestMethod]
    public void Relock_and_hold_open_under_an_old_challenge_are_stale_as_well()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.HoldOpen);
        byte[] until = new byte[4];
        Bytes.WriteU32(until, 0, LockRig.Noon + 3600);
        rig.ReadChallenge();
        rig.Advance(11_000);
        Assert.AreEqual((int)Status.StaleChallenge, (int)rig.Send(rig.Make(Command.HoldOpen, grant, null, until)), "hold open");
        Assert.AreEqual((int)Status.StaleChallenge, (int)rig.Send(rig.Make(Command.Relock, grant, null, new byte[0])), "relock");
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(rig.Make(Command.Status, grant, null, new byte[0])), "status moves nothing");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
    }

    [TestMethod]
    public void A_recorded_reply_is_not_believed_under_a_new_challenge_nor_for_another_request()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        byte[] first = Record(rig);
        byte[] recorded = rig.ReplyBytes();
        byte[] oldChallenge = (byte[])rig.Challenge.Clone();
        byte[] secret = rig.HolderSecret(grant);
        Reply reply = new Reply();
        Assert.IsTrue(reply.TryRead(recorded, recorded.Length), "form");
        Assert.IsTrue(reply.HasMac(secret, oldChallenge, first), "its own request");
        byte[] sameChallenge = rig.MakeAs(Command.Unlock, 1, grant, null, new byte[0]);
        Assert.IsFalse(reply.HasMac(secret, oldChallenge, sameChallenge), "another nonce");
        rig.ReadChallenge();
        Assert.IsFalse(reply.HasMac(secret, rig.Challenge, first), "the same request");
        byte[] next = rig.Make(Command.Unlock, grant, null, new byte[0]);
        Assert.IsFalse(reply.HasMac(secret, rig.Challenge, next), "the next request");
    }

    [TestMethod]
    public void A_time_recorded_for_one_challenge_sets_nothing_under_the_next()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, LockRig.Noon + LockRig.Day);
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(rig.Make(Command.SetTime, null, null, time)), "status");
        Assert.IsTrue(rig.Now < LockRig.Noon + 60, "clock");
    }

    private static byte[] Record(LockRig rig) => RecordAs(rig, LockRig.NewGrant());

    private static byte[] RecordAs(LockRig rig, Grant grant)
    {
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, grant, null, new byte[0]);
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(request), "recorded while it opened");
        return request;
    }

    private static byte[] MakeUnder(byte[] challenge, LockRig facility)
    {
        byte[] grant = LockRig.NewGrant().ToBytes();
        byte[] secret = Grant.HolderSecret(facility.Secrets.KeyMinter, grant);
        return Request.Build(Command.Unlock, 1, facility.Nonce(), grant, null, new byte[0], secret, challenge);
    }

    private static void AssertWorthless(LockRig rig, byte[] recorded)
    {
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(recorded), "status");
        Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed");
        AssertOpenedOnce(rig);
    }

    private static void AssertOpensNothing(LockRig rig, byte[] recorded)
    {
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(recorded), "status");
        Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        Assert.AreEqual(0, rig.Count(EventKind.AccessGranted), "access events");
    }

    private static void AssertOpenedOnce(LockRig rig)
    {
        Assert.AreEqual(1, rig.Door.ReleaseCount, "opened once");
        Assert.AreEqual(1, rig.Count(EventKind.AccessGranted), "logged once");
    }

    private static void AssertWithheld(Grant grant, int ms, Status expected)
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] withheld = rig.Make(Command.Unlock, grant, null, new byte[0]);
        rig.Advance(ms);
        string what = ms.ToString() + " ms";
        Assert.AreEqual((int)expected, (int)rig.SendProven(withheld, rig.HolderSecret(grant)), what);
        Assert.IsTrue(rig.IsProven, what + ": proven");
        Assert.AreEqual(expected == Status.Ok, rig.Door.IsReleased, what + ": latch");
    }
}
