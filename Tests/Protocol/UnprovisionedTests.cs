using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>A lock without identity accepts Provision only, and lets people out.</summary>
[TestClass]
public class UnprovisionedTests
{
    [TestMethod]
    public void Everything_but_provision_is_not_authentic()
    {
        LockRig rig = NewLock();
        RigMark mark = new RigMark(rig);
        for (int command = 1; command <= CommandSamples.CommandCount; command++)
        {
            Status status = CommandSamples.Ask(rig, (Command)command, LockRig.NewGrant(Rights.All), null);
            Assert.AreEqual((int)Status.NotAuthentic, (int)status, "command " + command.ToString());
            Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed, command " + command.ToString());
        }
        Command[] keyless = { Command.Deliver, Command.SetTime, Command.Here };
        for (int i = 0; i < keyless.Length; i++)
        {
            Assert.AreEqual((int)Status.NotAuthentic, (int)CommandSamples.Ask(rig, keyless[i], null, null),
                "keyless " + ((int)keyless[i]).ToString());
            Assert.AreEqual(0, rig.Reply.BodyLength, "body");
        }
        mark.AssertUntouched("all commands");
    }

    [TestMethod]
    public void With_an_identity_pending_only_a_manage_request_commits_it()
    {
        LockRig rig = NewLock();
        LockSecrets secrets = new LockSecrets(LockRig.Secret(60));
        Assert.AreEqual((int)Status.Ok, (int)Provision(rig, secrets), "provision");
        for (int command = 1; command <= CommandSamples.CommandCount; command++)
        {
            if (command == (int)Command.Manage)
                continue;
            Status status = Ask(rig, secrets, (Command)command, Rights.All);
            Assert.AreEqual((int)Status.NotProvisioned, (int)status, "command " + command.ToString());
        }
        Assert.AreEqual((int)Status.NotProvisioned, (int)Ask(rig, secrets, Command.Manage, Rights.Unlock), "Manage without the right");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        Assert.IsFalse(rig.Engine.Memory.Identity.IsProvisioned, "still pending");
        Assert.AreEqual((int)Status.Ok, (int)Ask(rig, secrets, Command.Manage, Rights.Manage), "commit");
        Assert.IsTrue(rig.Engine.Memory.Identity.IsProvisioned, "committed");
    }

    [TestMethod]
    public void A_provision_under_another_setup_secret_is_not_authentic()
    {
        LockRig rig = NewLock();
        rig.ReadChallenge();
        byte[] wrong = LockRig.Secret(61);
        byte[] body = LockRig.NewProvisionBody(1, LockRig.Secret(60), new LockConfiguration()).Seal(wrong, rig.Challenge);
        byte[] request = Request.Build(Command.Provision, 1, rig.Nonce(), null, null, body, SetupSecrets.Provision(wrong), rig.Challenge);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
        Assert.IsNull(rig.Engine.Memory.Pending, "nothing pending");
    }

    [TestMethod]
    public void A_recorded_provision_is_worth_nothing_under_the_next_challenge()
    {
        LockRig rig = NewLock();
        rig.ReadChallenge();
        byte[] body = LockRig.NewProvisionBody(1, LockRig.Secret(60), new LockConfiguration()).Seal(rig.SetupSecret, rig.Challenge);
        byte[] request =
            Request.Build(Command.Provision, 1, rig.Nonce(), null, null, body, SetupSecrets.Provision(rig.SetupSecret), rig.Challenge);
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
        Assert.IsNull(rig.Engine.Memory.Pending, "nothing pending");
    }

    [TestMethod]
    public void A_provisioned_lock_takes_no_first_provision()
    {
        LockRig rig = new LockRig();
        RigMark mark = new RigMark(rig);
        rig.ReadChallenge();
        byte[] body = LockRig.NewProvisionBody(9, LockRig.Secret(60), new LockConfiguration()).Seal(rig.SetupSecret, rig.Challenge);
        byte[] request =
            Request.Build(Command.Provision, 1, rig.Nonce(), null, null, body, SetupSecrets.Provision(rig.SetupSecret), rig.Challenge);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
        mark.AssertUntouched("provision with the printed secret");
    }

    [TestMethod]
    public void The_request_to_exit_releases_without_identity()
    {
        LockRig rig = NewLock();
        rig.Door.IsRequestToExit = true;
        rig.Advance(20);
        Assert.IsTrue(rig.Door.IsReleased, "pressed");
        rig.Door.IsRequestToExit = false;
        rig.Advance(60_000);
        Assert.IsFalse(rig.Door.IsReleased, "a minute later");
        Assert.AreEqual(1, rig.Count(EventKind.RequestToExit), "recorded");
    }

    [TestMethod]
    public void The_challenge_frame_says_whether_there_is_an_identity()
    {
        LockRig without = NewLock();
        without.ReadChallenge();
        Assert.IsFalse(ChallengeFrame.IsProvisioned(without.Challenge), "without");
        LockRig with = new LockRig();
        with.ReadChallenge();
        Assert.IsTrue(ChallengeFrame.IsProvisioned(with.Challenge), "with");
    }

    private static LockRig NewLock() => new LockRig(0, 256, LockRig.LockId, 0);

    private static Status Provision(LockRig rig, LockSecrets secrets)
    {
        rig.ReadChallenge();
        byte[] body = LockRig.NewProvisionBody(1, secrets.LockSecret, new LockConfiguration()).Seal(rig.SetupSecret, rig.Challenge);
        byte[] secret = SetupSecrets.Provision(rig.SetupSecret);
        return rig.SendProven(Request.Build(Command.Provision, 1, rig.Nonce(), null, null, body, secret, rig.Challenge), secret);
    }

    private static Status Ask(LockRig rig, LockSecrets secrets, Command command, Rights rights)
    {
        rig.ReadChallenge();
        byte[] grant = LockRig.NewGrant(rights).ToBytes();
        byte[] secret = Grant.HolderSecret(secrets.KeyMinter, grant);
        byte[] body = CommandSamples.BodyOf(command, rig);
        Status status = rig.SendProven(Request.Build(command, 1, rig.Nonce(), grant, null, body, secret, rig.Challenge), secret);
        Assert.IsTrue(rig.IsProven, "proven, command " + ((int)command).ToString());
        return status;
    }
}
