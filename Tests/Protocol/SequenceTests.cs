using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>Sequence numbers, and how long a challenge is valid.</summary>
[TestClass]
public class SequenceTests
{
    private static readonly byte[] NoBody = new byte[0];

    [TestMethod]
    public void Sequence_numbers_must_rise_and_may_leave_gaps()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 5), "5");
        Assert.AreEqual((int)Status.SequenceUsed, (int)Ask(rig, 4), "falling");
        Assert.AreEqual((int)Status.SequenceUsed, (int)Ask(rig, 5), "equal, with another nonce");
        Assert.IsFalse(rig.Reply.IsUnkeyed, "the holder is told under the mac");
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 6), "rising");
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 900), "with a gap");
    }

    [TestMethod]
    public void Sequence_number_zero_is_malformed()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.Malformed, (int)Ask(rig, 0), "status");
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 1), "the next");
    }

    [TestMethod]
    public void Sequence_numbers_do_not_wrap_around()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 65535), "the last");
        Assert.AreEqual((int)Status.SequenceUsed, (int)Ask(rig, 1), "from the start");
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 1), "under a new challenge");
    }

    [TestMethod]
    public void A_request_that_is_not_authentic_uses_no_sequence_number_up()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] forged = rig.MakeAs(Command.Status, 60000, LockRig.NewGrant(), null, NoBody);
        forged[forged.Length - 1] ^= 1;
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(forged), "forged");
        Assert.AreEqual((int)Status.NotAuthentic,
            (int)rig.Send(rig.MakeAs(Command.SetTime, 60000, null, null, new byte[FacilityTime.Size])), "forged time");
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 1), "genuine");
    }

    [TestMethod]
    public void An_authentic_refusal_uses_its_sequence_number_up()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.Send(rig.MakeAs(Command.ReadEvents, 7, LockRig.NewGrant(), null, new byte[4])),
            "refused");
        Assert.AreEqual((int)Status.SequenceUsed, (int)Ask(rig, 7), "the same number");
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 8), "the next");
    }

    [TestMethod]
    public void What_needs_no_key_keeps_the_sequence_as_well()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 3), "a key's");
        byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, LockRig.Noon + LockRig.Day);
        Assert.AreEqual((int)Status.SequenceUsed, (int)rig.Send(rig.MakeAs(Command.SetTime, 3, null, null, time)), "equal");
        Assert.IsTrue(rig.Now < LockRig.Noon + 60, "clock");
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(rig.MakeAs(Command.SetTime, 4, null, null, time)), "rising");
    }

    [TestMethod]
    public void A_challenge_survives_two_failed_proofs_and_dies_of_the_third()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        for (int i = 0; i < 2; i++)
            AssertForgedIsRefused(rig);
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 1), "after two");
        AssertForgedIsRefused(rig);
        Assert.AreEqual((int)Status.NotAuthentic, (int)Ask(rig, 2), "after three");
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(rig.Make(Command.Here, null, null, new byte[16])), "what needs no key");
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, 1), "under a new one");
    }

    [TestMethod]
    public void Failed_times_and_notices_count_as_failed_proofs()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        NoticeBuilder forged = new NoticeBuilder(LockRig.LockId, 9, 0, LockRig.Noon);
        rig.Send(rig.MakeAs(Command.SetTime, 1, null, null, new byte[FacilityTime.Size]));
        rig.Send(rig.MakeAs(Command.Deliver, 2, null, null, forged.ToBytes(LockRig.Secret(9))));
        AssertForgedIsRefused(rig);
        Assert.AreEqual((int)Status.NotAuthentic, (int)Ask(rig, 1), "after three");
    }

    [TestMethod]
    public void A_challenge_dies_with_its_connection()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        rig.Disconnect();
        rig.Connect();
        Assert.AreEqual((int)Status.NotAuthentic, (int)Ask(rig, 1), "status");
    }

    [TestMethod]
    public void A_challenge_dies_with_the_next_one()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, LockRig.NewGrant(), null, NoBody);
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void Before_a_challenge_was_read_nothing_is_authentic()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.NotAuthentic, (int)Ask(rig, 1), "a key");
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(rig.MakeAs(Command.Here, 1, null, null, new byte[16])), "Here");
        byte[] zeros = new byte[ChallengeFrame.Size];
        byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, zeros, LockRig.Noon + LockRig.Day);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(rig.MakeAs(Command.SetTime, 1, null, null, time)),
            "a time for no challenge");
    }

    private static Status Ask(LockRig rig, int sequence) =>
        rig.Send(rig.MakeAs(Command.Status, (ushort)sequence, LockRig.NewGrant(), null, NoBody));

    private static void AssertForgedIsRefused(LockRig rig)
    {
        byte[] forged = rig.MakeAs(Command.Status, 100, LockRig.NewGrant(), null, NoBody);
        forged[forged.Length - 1] ^= 0x80;
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(forged), "forged");
    }
}
