using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>When a part of the lock fails, the phone gets a status, no change is stored in part, and the next request works.</summary>
[TestClass]
public class FaultTests
{
    [TestMethod]
    public void A_latch_port_that_throws_is_an_internal_error_and_the_next_unlock_opens()
    {
        LockRig rig = new LockRig();
        rig.Door.Throws = true;
        Assert.AreEqual((int)Status.InternalError, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
        Assert.IsTrue(rig.IsProven, "proven");
        rig.Door.Throws = false;
        rig.Advance(1_000);
        Assert.AreEqual(0, rig.Door.ReleaseCount, "an unlock that failed opens nothing later");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "the next");
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void A_latch_that_could_not_be_secured_is_secured_as_soon_as_it_can()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "unlock");
        rig.Door.Throws = true;
        Assert.AreEqual((int)Status.InternalError, (int)rig.Ask(Command.Relock, LockRig.NewGrant()), "relock");
        Assert.IsTrue(rig.Door.IsReleased, "it did not move");
        rig.Door.Throws = false;
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "at the next look");
    }

    [TestMethod]
    public void A_trail_that_cannot_be_written_keeps_the_latch_still()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "refuses to write");
        rig.Board.IsBroken = false;
        rig.Board.EventsThrow = true;
        AssertFault(rig.Ask(Command.Unlock, LockRig.NewGrant()));
        Assert.IsTrue(rig.IsProven, "proven");
        rig.Board.EventsThrow = false;
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "the next");
    }

    [TestMethod]
    public void A_record_store_that_throws_while_a_tenancy_begins_changes_nothing()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        grant.Tenancy = 5;
        rig.Board.RecordsThrow = true;
        AssertFault(rig.Ask(Command.Unlock, grant));
        Assert.IsTrue(rig.IsProven, "proven");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        Assert.AreEqual(0, (int)rig.Engine.Memory.State.Tenancy, "tenancy");
        rig.Board.RecordsThrow = false;
        grant.Tenancy = 4;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, grant), "the former tenant, who is still the present one");
    }

    [TestMethod]
    public void A_notice_that_could_not_be_written_can_be_delivered_again()
    {
        AssertDeliveredAgain(false);
        AssertDeliveredAgain(true);
    }

    [TestMethod]
    public void An_identity_that_could_not_be_committed_is_still_pending()
    {
        LockRig rig = new LockRig(0, 256, LockRig.LockId, 0);
        LockSecrets secrets = new LockSecrets(LockRig.Secret(60));
        rig.ReadChallenge();
        byte[] body = LockRig.NewProvisionBody(1, secrets.LockSecret, new LockConfiguration()).Seal(rig.SetupSecret, rig.Challenge);
        byte[] provision = SetupSecrets.Provision(rig.SetupSecret);
        Assert.AreEqual((int)Status.Ok,
            (int)rig.Send(Request.Build(Command.Provision, 1, rig.Nonce(), null, null, body, provision, rig.Challenge)), "provision");
        rig.Board.RecordsThrow = true;
        AssertFault(Commit(rig, secrets));
        Assert.IsFalse(rig.Engine.Memory.Identity.IsProvisioned, "not committed");
        rig.Board.RecordsThrow = false;
        Assert.AreEqual((int)Status.Ok, (int)Commit(rig, secrets), "again");
        Assert.IsTrue(rig.Engine.Memory.Identity.IsProvisioned, "committed");
    }

    [TestMethod]
    public void A_time_that_could_not_be_written_does_not_move_the_clock()
    {
        LockRig rig = new LockRig();
        rig.Board.RecordsThrow = true;
        AssertFault(rig.SetTime(LockRig.Noon + LockRig.Day));
        rig.Board.RecordsThrow = false;
        Assert.IsTrue(rig.Now < LockRig.Noon + 60, "clock");
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(LockRig.Noon + LockRig.Day), "again");
    }

    [TestMethod]
    public void A_lock_whose_stores_throw_at_boot_gives_no_challenge_and_lets_people_out()
    {
        LockRig rig = new LockRig();
        rig.Board.RecordsThrow = true;
        rig.Board.EventsThrow = true;
        rig.Boot();
        rig.Connect();
        Assert.IsNull(rig.Engine.DrawChallenge(rig.UptimeMs), "challenge");
        rig.Door.IsRequestToExit = true;
        rig.Advance(20);
        Assert.IsTrue(rig.Door.IsReleased, "request to exit");
        rig.Door.IsRequestToExit = false;
        rig.Advance(5_000);
        Assert.IsFalse(rig.Door.IsReleased, "relock");
    }

    private static void AssertDeliveredAgain(bool throws)
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon);
        notice.RevokeKey(100, LockRig.Noon + LockRig.Day);
        rig.Board.RecordsThrow = throws;
        rig.Board.IsBroken = !throws;
        AssertFault(rig.Deliver(notice));
        rig.Board.RecordsThrow = false;
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "not revoked");
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "again");
        Assert.AreEqual((int)Status.Revoked, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "revoked");
    }

    private static Status Commit(LockRig rig, LockSecrets secrets)
    {
        rig.ReadChallenge();
        byte[] grant = LockRig.NewGrant(Rights.Manage).ToBytes();
        byte[] secret = Grant.HolderSecret(secrets.KeyMinter, grant);
        return rig.Send(Request.Build(Command.Manage, 1, rig.Nonce(), grant, null, new byte[] { 1 }, secret, rig.Challenge));
    }

    private static void AssertFault(Status status) =>
        Assert.IsTrue(status == Status.InternalError || status == Status.StorageFault, "a fault is told");
}
