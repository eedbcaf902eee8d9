using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>Here: the lock shows the facility that there is a radio path to it.</summary>
[TestClass]
public sealed class HereReplyTests
{
    [TestMethod]
    public void Without_a_key_the_lock_gives_a_genuine_answer()
    {
        LockRig rig = new LockRig();
        byte[] serverChallenge = LockRig.Secret(5);
        serverChallenge = Bytes.Copy(serverChallenge, 0, HereAnswer.ServerChallengeSize);
        Assert.AreEqual((int)Status.Ok, (int)rig.AskKeyless(Command.Here, serverChallenge), "status");
        Assert.IsTrue(rig.IsProven, "keyed with noticeSecret");
        Assert.IsTrue(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, rig.Challenge, rig.Reply.Body), "answer");
        serverChallenge[0] ^= 1;
        Assert.IsFalse(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, rig.Challenge, rig.Reply.Body),
            "for this server challenge only");
    }

    [TestMethod]
    public void With_a_key_the_answer_is_keyed_with_its_secret()
    {
        LockRig rig = new LockRig();
        byte[] serverChallenge = new byte[HereAnswer.ServerChallengeSize];
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Here, LockRig.NewGrant(), serverChallenge), "status");
        Assert.IsTrue(rig.IsProven, "keyed with the holder's secret");
        Assert.IsTrue(HereAnswer.IsGenuine(rig.Secrets.HereSecret, serverChallenge, rig.Challenge, rig.Reply.Body), "answer");
    }
}
