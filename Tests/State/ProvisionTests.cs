using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>Provisioning over the air: pending, then committed by the first authentic Manage request.</summary>
[TestClass]
public class ProvisionTests
{
    [TestMethod]
    public void A_lock_takes_an_identity_and_commits_it_with_the_first_Manage_request()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Assert.IsFalse(IsProvisioned(rig), "flag of the challenge before");
        Installer installer = New(rig, 4);
        Assert.AreEqual((int)Status.Ok, (int)installer.Provision(rig.SetupSecret), "provision");
        Assert.IsTrue(rig.IsProven, "keyed with the provision secret");
        Assert.IsTrue(installer.IsConfirmed(), "confirmation");
        Assert.IsFalse(rig.Engine.Memory.Identity.IsProvisioned, "pending");
        Assert.AreEqual((int)Status.NotProvisioned, (int)installer.Unlock(), "an unlock commits nothing");
        Assert.AreEqual((int)Status.Ok, (int)installer.Commit(), "commit");
        Assert.IsTrue(rig.IsProven, "keyed with the installer's key");
        Assert.IsTrue(rig.Engine.Memory.Identity.IsProvisioned, "provisioned");
        AuditEvent provisioned = rig.LastEvent();
        Assert.AreEqual((int)EventKind.Provisioned, (int)provisioned.Kind, "event");
        Assert.AreEqual(4u, provisioned.Detail, "generation");
    }

    [TestMethod]
    public void The_lock_starts_again_after_the_commit_and_shows_its_identity()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Assert.AreEqual(0u, Bytes.ReadU32(rig.Engine.Identity, 0), "no facility before");
        Installer installer = New(rig, 4);
        installer.Provision(rig.SetupSecret);
        installer.Commit();
        int reboots = rig.Board.RebootCount;
        rig.Disconnect();
        Assert.AreEqual(reboots + 1, rig.Board.RebootCount, "reboot when the phone has gone");
        rig.Boot();
        Assert.AreEqual((int)BootReason.IdentityChanged, (int)rig.LastEvent().Reason, "reason of the boot");
        Assert.AreEqual(LockRig.FacilityId, Bytes.ReadU32(rig.Engine.Identity, 0), "facility");
        Assert.AreEqual(LockRig.LockId, Bytes.ReadU32(rig.Engine.Identity, 4), "lock");
        Assert.AreEqual(4, (int)Bytes.ReadU16(rig.Engine.Identity, 8), "generation");
        rig.Connect();
        Assert.IsTrue(IsProvisioned(rig), "flag of the challenge");
    }

    [TestMethod]
    public void The_reboot_comes_even_when_the_phone_stays()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Installer installer = New(rig, 4);
        installer.Provision(rig.SetupSecret);
        installer.Commit();
        int reboots = rig.Board.RebootCount;
        rig.Advance(30_000);
        Assert.AreEqual(reboots + 1, rig.Board.RebootCount, "reboots");
    }

    [TestMethod]
    public void The_same_Provision_again_is_taken_again()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Installer installer = New(rig, 4);
        installer.Provision(rig.SetupSecret);
        Assert.AreEqual((int)Status.Ok, (int)installer.Provision(rig.SetupSecret), "again");
        Assert.IsTrue(installer.IsConfirmed(), "confirmation under the new challenge");
        Assert.AreEqual((int)Status.Ok, (int)installer.Commit(), "commit");
    }

    [TestMethod]
    public void Another_Provision_before_the_commit_replaces_the_first()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Installer first = New(rig, 9);
        Installer second = New(rig, 4);
        first.Provision(rig.SetupSecret);
        Assert.AreEqual((int)Status.Ok, (int)second.Provision(rig.SetupSecret), "second, also of a lower generation");
        Assert.AreEqual((int)Status.NotAuthentic, (int)first.Commit(), "the first is gone");
        Assert.AreEqual((int)Status.Ok, (int)second.Commit(), "the second commits");
    }

    [TestMethod]
    public void Broken_at_any_message_the_lock_follows_the_setup_secret_or_the_new_one()
    {
        for (int way = 0; way < 3; way++)
        {
            LockRig rig = Installer.UnprovisionedLock();
            Installer installer = New(rig, 4);
            rig.ReadChallenge();
            Break(rig, way);
            Assert.AreEqual((int)Status.Ok, (int)installer.Provision(rig.SetupSecret), "after Challenge");
            Break(rig, way);
            Assert.AreEqual((int)Status.Ok, (int)installer.Provision(rig.SetupSecret), "after Provision: the setup secret works");
            Break(rig, way);
            Assert.AreEqual((int)Status.Ok, (int)installer.Commit(), "after Provision: the new secret works");
            Break(rig, way);
            rig.ReadChallenge();
            byte[] time = FacilityTime.Make(installer.Secrets.NoticeSecret, rig.Challenge, LockRig.Noon);
            Assert.AreEqual((int)Status.Ok, (int)rig.Send(rig.Make(Command.SetTime, null, null, time)),
                "after the commit: the new secret works");
            Assert.AreEqual((int)Status.Ok, (int)installer.Unlock(), "and opens");
            Assert.AreEqual((int)Status.NotAuthentic, (int)installer.Provision(rig.SetupSecret), "the setup secret does not");
        }
    }

    [TestMethod]
    public void A_store_that_fails_leaves_the_lock_where_it_was()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Installer first = New(rig, 4);
        Installer second = New(rig, 5);
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)first.Provision(rig.SetupSecret), "provision");
        Assert.AreEqual(0, rig.Reply.BodyLength, "no confirmation");
        Assert.IsNull(rig.Engine.Memory.Pending, "nothing pending");
        rig.Board.IsBroken = false;
        first.Provision(rig.SetupSecret);
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)second.Provision(rig.SetupSecret), "a second provision");
        Assert.AreEqual((int)Status.StorageFault, (int)first.Commit(), "commit");
        Assert.IsFalse(rig.Engine.Memory.Identity.IsProvisioned, "still pending");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.Ok, (int)first.Commit(), "commit again");
    }

    [TestMethod]
    public void A_wrong_setup_secret_gives_no_identity()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Assert.AreEqual((int)Status.NotAuthentic, (int)New(rig, 4).Provision(LockRig.Secret(99)), "status");
        Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed");
        Assert.IsNull(rig.Engine.Memory.Pending, "nothing pending");
    }

    [TestMethod]
    public void A_provisioned_lock_takes_no_setup_secret_at_all()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.NotAuthentic, (int)New(rig, 4).Provision(rig.SetupSecret), "the printed one");
        byte[] current = SetupSecrets.AfterCommit(rig.SetupSecret, rig.Secrets.LockSecret);
        Assert.AreEqual((int)Status.NotAuthentic, (int)New(rig, 4).Provision(current), "the present one");
    }

    [TestMethod]
    public void A_generation_that_the_lock_has_had_is_too_low()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Assert.AreEqual((int)Status.GenerationTooLow, (int)New(rig, LockRig.Generation).Provision(rig.SetupSecret), "the same");
        Assert.IsTrue(rig.IsProven, "the installer is told");
        Assert.AreEqual((int)Status.GenerationTooLow, (int)New(rig, LockRig.Generation - 1).Provision(rig.SetupSecret), "a lower one");
        Assert.AreEqual((int)Status.NotApplicable, (int)New(rig, 0).Provision(rig.SetupSecret), "none");
        Assert.IsNull(rig.Engine.Memory.Pending, "nothing pending");
        Assert.AreEqual((int)Status.Ok, (int)New(rig, LockRig.Generation + 1).Provision(rig.SetupSecret), "a higher one");
    }

    [TestMethod]
    public void A_generation_of_a_Rekey_counts_too()
    {
        LockRig rig = new LockRig();
        Installer rekeyed = New(rig, 8);
        NoticeBuilder notice = Office.Next(rig);
        notice.Rekey(rig.Secrets.NoticeSecret, 8, rekeyed.Secrets.LockSecret);
        Office.Apply(rig, notice);
        Assert.AreEqual((int)Status.Ok, (int)rekeyed.Ask(Command.Provision, Rights.Provision, new byte[0]), "reset");
        Installer.Restart(rig);
        Assert.AreEqual((int)Status.GenerationTooLow, (int)New(rig, 8).Provision(rig.SetupSecret), "the same");
        Assert.AreEqual((int)Status.Ok, (int)New(rig, 9).Provision(rig.SetupSecret), "a higher one");
    }

    [TestMethod]
    public void The_commit_brings_the_new_configuration_and_clears_tenancy_revocations_overlock_and_lockdown()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.Tenancy(9);
        notice.Overlock(true);
        notice.Lockdown(true);
        notice.RevokeHolder(10, LockRig.Noon, LockRig.Noon + LockRig.Day);
        Office.Apply(rig, notice);
        Grant manager = LockRig.NewGrant(Rights.Provision);
        manager.HolderId = 11;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Provision, manager), "reset");
        Installer.Restart(rig);
        Installer installer = New(rig, 4);
        installer.Provision(rig.SetupSecret, new LockConfiguration { ReleaseMs = 2222 });
        installer.Commit();
        LockMemory memory = rig.Engine.Memory;
        Assert.AreEqual(0, (int)memory.State.Tenancy, "tenancy");
        Assert.IsFalse(memory.State.Overlocked || memory.State.Lockdown, "overlock, lockdown");
        Assert.AreEqual(0, memory.Revocations.Count, "revocations");
        Assert.AreEqual(2222, (int)memory.Configuration.ReleaseMs, "configuration");
        Installer.Restart(rig);
        Assert.AreEqual((int)Status.Ok, (int)installer.Unlock(), "the once revoked holder opens with a key of the new identity");
    }

    [TestMethod]
    public void After_the_commit_the_setup_secret_is_bound_to_the_facility()
    {
        LockRig rig = new LockRig();
        byte[] expected = SetupSecrets.AfterCommit(rig.SetupSecret, rig.Secrets.LockSecret);
        CollectionAssert.AreEqual(expected, rig.Engine.Memory.Identity.SetupSecret, "setup secret");
        rig.CutPower();
        CollectionAssert.AreEqual(expected, rig.Engine.Memory.Identity.SetupSecret, "after a power cut");
    }

    [TestMethod]
    public void A_Rekey_leaves_the_setup_secret_as_the_last_commit_made_it()
    {
        LockRig rig = new LockRig();
        byte[] before = Bytes.Copy(rig.Engine.Memory.Identity.SetupSecret, 0, 32);
        NoticeBuilder notice = Office.Next(rig);
        notice.Rekey(rig.Secrets.NoticeSecret, 4, LockRig.Secret(44));
        Office.Apply(rig, notice);
        CollectionAssert.AreEqual(before, rig.Engine.Memory.Identity.SetupSecret, "setup secret");
    }

    [TestMethod]
    public void Each_commit_makes_the_next_setup_secret_from_the_one_in_force()
    {
        LockIdentity identity = new LockIdentity();
        identity.StartFresh(LockRig.Secret(7));
        identity.Take(1, 2, 3, LockRig.Secret(8));
        byte[] first = SetupSecrets.AfterCommit(LockRig.Secret(7), LockRig.Secret(8));
        identity.Remove(identity.SetupSecret);
        identity.Take(1, 2, 4, LockRig.Secret(9));
        CollectionAssert.AreEqual(SetupSecrets.AfterCommit(first, LockRig.Secret(9)), identity.SetupSecret, "second");
    }

    private static Installer New(LockRig rig, ushort generation) => new Installer(rig, generation, LockRig.Secret(60 + generation));

    private static bool IsProvisioned(LockRig rig)
    {
        rig.ReadChallenge();
        return ChallengeFrame.IsProvisioned(rig.Challenge);
    }

    private static void Break(LockRig rig, int way)
    {
        if (way == 0)
        {
            rig.Disconnect();
            rig.Connect();
        }
        else if (way == 1)
        {
            Office.Reboot(rig);
        }
        else
        {
            rig.CutPower();
        }
    }
}
