using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>
/// Without an authentic proof the answer is a coarse hint without a MAC. With one it is exact and has a MAC under the sender's
/// secret.
/// </summary>
[TestClass]
public class StatusKeyTests
{
    [TestMethod]
    public void Another_lock_another_facility_and_another_secret_get_the_same_coarse_answer()
    {
        LockRig rig = new LockRig();
        Grant lockGrant = LockRig.NewGrant();
        lockGrant.LockId++;
        Grant facilityGrant = LockRig.NewGrant();
        facilityGrant.FacilityId++;
        AssertCoarse(rig, rig.HolderSecret(lockGrant), lockGrant, "another lock");
        AssertCoarse(rig, rig.HolderSecret(facilityGrant), facilityGrant, "another facility");
        AssertCoarse(rig, LockRig.Secret(99), LockRig.NewGrant(), "another secret");
        Grant expired = LockRig.NewGrant();
        expired.NotAfter = LockRig.Noon - 1;
        AssertCoarse(rig, LockRig.Secret(99), expired, "an expired grant without its secret");
    }

    [TestMethod]
    public void A_refusal_after_authenticity_is_under_the_holders_secret()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        grant.NotAfter = LockRig.Noon - 1;
        Assert.AreEqual((int)Status.Expired, (int)rig.Ask(Command.Unlock, grant), "status");
        Assert.IsTrue(rig.IsProven, "proven");
        Assert.IsFalse(rig.Reply.IsUnkeyed, "keyed");
    }

    [TestMethod]
    public void A_guest_is_answered_under_the_guests_secret_and_not_the_holders()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Share);
        Share share = CommandSamples.NewShare(Rights.Unlock);
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, grant, share, new byte[0]);
        byte[] holderSecret = rig.HolderSecret(grant);
        Assert.AreEqual((int)Status.Ok, (int)rig.SendProven(request, Share.GuestSecret(holderSecret, share.ToBytes())), "status");
        Assert.IsTrue(rig.IsProven, "the guest's");
        Assert.IsFalse(rig.Reply.HasMac(holderSecret, rig.Challenge, request), "not the holder's");
    }

    [TestMethod]
    public void What_needs_no_key_is_answered_under_the_notice_secret()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.Deliver, null, null), "Deliver");
        Assert.IsTrue(rig.IsProven, "Deliver");
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.SetTime, null, null), "SetTime");
        Assert.IsTrue(rig.IsProven, "SetTime");
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.Here, null, null), "Here");
        Assert.IsTrue(rig.IsProven, "Here");
    }

    [TestMethod]
    public void What_needs_no_key_is_answered_under_the_key_that_came_along()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.None);
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.Deliver, grant, null), "Deliver");
        Assert.IsTrue(rig.IsProven, "Deliver");
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.SetTime, grant, null), "SetTime");
        Assert.IsTrue(rig.IsProven, "SetTime");
        Assert.AreEqual((int)Status.Ok, (int)CommandSamples.Ask(rig, Command.Here, grant, null), "Here");
        Assert.IsTrue(rig.IsProven, "Here");
    }

    [TestMethod]
    public void Here_is_answered_without_a_key_for_its_own_challenges_only()
    {
        LockRig rig = new LockRig();
        byte[] serverChallenge = LockRig.Secret(40);
        byte[] other = Bytes.Copy(serverChallenge, 1, HereAnswer.ServerChallengeSize);
        serverChallenge = Bytes.Copy(serverChallenge, 0, HereAnswer.ServerChallengeSize);
        Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Here, serverChallenge), "status");
        Assert.AreEqual(HereAnswer.Size, rig.Reply.BodyLength, "body");
        byte[] body = rig.Reply.Body;
        Assert.IsTrue(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, rig.Challenge, body), "genuine");
        Assert.IsFalse(HereAnswer.IsGenuine(rig.Secrets.HereSecret, other, rig.Challenge, body), "another server's challenge");
        rig.ReadChallenge();
        Assert.IsFalse(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, rig.Challenge, body), "another challenge of the lock");
    }

    [TestMethod]
    public void A_forged_time_or_notice_is_answered_unkeyed_and_without_body()
    {
        LockRig rig = new LockRig();
        NoticeBuilder forged = new NoticeBuilder(LockRig.LockId, 9, 0, LockRig.Noon);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.AskKeyless(Command.Deliver, forged.ToBytes(LockRig.Secret(9))), "Deliver");
        Assert.IsTrue(rig.Reply.IsUnkeyed, "Deliver: unkeyed");
        Assert.AreEqual(0, rig.Reply.BodyLength, "Deliver: body");
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.AskKeyless(Command.SetTime, new byte[FacilityTime.Size]), "SetTime");
        Assert.IsTrue(rig.Reply.IsUnkeyed, "SetTime: unkeyed");
    }

    [TestMethod]
    public void A_keyless_request_with_a_proof_is_malformed()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Here, null, null, new byte[HereAnswer.ServerChallengeSize]);
        request[request.Length - 1] = 1;
        Assert.AreEqual((int)Status.Malformed, (int)rig.Send(request), "status");
    }

    private static void AssertCoarse(LockRig rig, byte[] secret, Grant grant, string what)
    {
        RigMark mark = new RigMark(rig);
        rig.ReadChallenge();
        byte[] request = Request.Build(Command.Unlock, 1, rig.Nonce(), grant.ToBytes(), null, new byte[0], secret, rig.Challenge);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), what);
        Assert.IsTrue(rig.Reply.IsUnkeyed, what + ": unkeyed");
        Assert.AreEqual(0, rig.Reply.BodyLength, what + ": body");
        mark.AssertUntouched(what);
    }
}
