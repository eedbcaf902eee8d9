using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>Here: the facility learns that there is a radio path to this lock.</summary>
[TestClass]
public class HereTests
{
    [TestMethod]
    public void The_answer_needs_no_key_and_is_genuine()
    {
        LockRig rig = new LockRig();
        byte[] serverChallenge = ServerChallenge();
        Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Here, serverChallenge), "status");
        Assert.IsTrue(rig.IsProven, "keyed with the notice secret");
        byte[] body = rig.Reply.Body;
        Assert.IsTrue(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, rig.Challenge, body), "genuine");
        Assert.AreEqual(LockRig.Noon, HereAnswer.Now(body), "now");
        Assert.AreEqual((int)ClockTrust.Set, (int)HereAnswer.State(body), "state");
    }

    [TestMethod]
    public void It_is_bound_to_both_challenges_and_to_the_lock()
    {
        LockRig rig = new LockRig();
        byte[] serverChallenge = ServerChallenge();
        rig.AskKeyless(Command.Here, serverChallenge);
        byte[] body = rig.Reply.Body;
        byte[] challenge = rig.Challenge;
        byte[] otherServer = ServerChallenge();
        otherServer[15] ^= 1;
        Assert.IsTrue(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, challenge, body), "genuine");
        Assert.IsFalse(HereAnswer.IsGenuine(rig.Secrets.HereSecret, otherServer, challenge, body), "another server challenge");
        rig.ReadChallenge();
        Assert.IsFalse(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, rig.Challenge, body), "another challenge");
        Assert.IsFalse(HereAnswer.IsGenuine(new LockSecrets(LockRig.Secret(9)).HereSecret, serverChallenge, challenge, body),
            "another lock");
        for (int i = 0; i < body.Length; i++)
        {
            byte[] changed = Bytes.Copy(body, 0, body.Length);
            changed[i] ^= 1;
            Assert.IsFalse(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, challenge, changed), "a changed byte");
        }
    }

    [TestMethod]
    public void Its_state_says_trust_and_nothing_of_the_unit_whoever_asks()
    {
        LockRig rig = new LockRig(0, 256);
        Assert.AreEqual((int)ClockTrust.Unknown, State(rig), "unknown clock");
        Office.Apply(rig, Office.Next(rig));
        Assert.AreEqual((int)ClockTrust.Floor, State(rig), "floor");
        rig.SetTime(LockRig.Noon);
        Office.Overlock(rig, true);
        Assert.AreEqual((int)ClockTrust.Set, State(rig), "overlocked");
        Office.Lockdown(rig, true);
        Assert.AreEqual((int)ClockTrust.Set, State(rig), "both");
        Office.Overlock(rig, false);
        Assert.AreEqual((int)ClockTrust.Set, State(rig), "lockdown");
        Office.Lockdown(rig, false);
        rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), Office.U32(LockRig.Noon + 600));
        Assert.AreEqual((int)ClockTrust.Set, State(rig), "held open");
        Office.Overlock(rig, true);
        Grant former = LockRig.NewGrant();
        former.NotAfter = LockRig.Noon - 1;
        rig.Ask(Command.Here, former, ServerChallenge());
        Assert.AreEqual((int)ClockTrust.Set, (int)HereAnswer.State(rig.Reply.Body), "a former tenant");
    }

    [TestMethod]
    public void With_a_key_along_the_answer_is_keyed_with_the_keys_secret()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Here, LockRig.NewGrant(), ServerChallenge()), "status");
        Assert.IsTrue(rig.IsProven, "keyed");
        Assert.IsTrue(HereAnswer.IsGenuine(rig.Secrets.HereSecret, ServerChallenge(), rig.Challenge, rig.Reply.Body), "genuine");
    }

    [TestMethod]
    public void It_needs_a_challenge_in_force()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Here, null, null, ServerChallenge());
        rig.Disconnect();
        rig.Connect();
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
        Assert.AreEqual(0, rig.Reply.BodyLength, "nothing");
    }

    [TestMethod]
    public void A_sequence_number_that_an_authentic_request_used_is_refused()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Status, LockRig.NewGrant());
        byte[] request = rig.MakeAs(Command.Here, 1, null, null, ServerChallenge());
        Assert.AreEqual((int)Status.SequenceUsed, (int)rig.SendProven(request, rig.Secrets.NoticeSecret), "status");
        Assert.IsTrue(rig.IsProven, "keyed");
    }

    [TestMethod]
    public void A_lock_without_identity_gives_no_answer()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Provision, LockRig.NewGrant(Rights.Provision));
        rig.Disconnect();
        rig.Boot();
        rig.Connect();
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.AskKeyless(Command.Here, ServerChallenge()), "status");
    }

    [TestMethod]
    public void A_stranger_who_asks_is_no_sign_of_an_authentic_phone()
    {
        LockRig rig = new LockRig();
        rig.Leap(120_000);
        rig.Disconnect();
        int reboots = rig.Board.RebootCount;
        rig.Connect();
        rig.Advance(25_000);
        rig.AskKeyless(Command.Here, ServerChallenge());
        rig.Advance(6_000);
        Assert.IsTrue(rig.Board.RebootCount > reboots, "put off after 30 s");
    }

    private static int State(LockRig rig)
    {
        Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Here, ServerChallenge()), "here");
        return HereAnswer.State(rig.Reply.Body);
    }

    private static byte[] ServerChallenge()
    {
        byte[] challenge = new byte[HereAnswer.ServerChallengeSize];
        for (int i = 0; i < challenge.Length; i++)
            challenge[i] = (byte)(0xA0 + i);
        return challenge;
    }
}
