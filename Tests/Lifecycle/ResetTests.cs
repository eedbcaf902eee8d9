using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Lifecycle;

/// <summary>Reset by a key with right Provision.</summary>
[TestClass]
public class ResetTests
{
    [TestMethod]
    public void It_returns_the_lock_to_the_printed_setup_secret()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        Installer.Reset(rig);
        Assert.IsFalse(rig.Engine.Memory.Identity.IsProvisioned, "no identity");
        CollectionAssert.AreEqual(rig.SetupSecret, rig.Engine.Memory.Identity.SetupSecret, "setup secret");
        Assert.AreEqual(0u, Bytes.ReadU32(rig.Engine.Identity, 4), "Identity");
        AuditEvent reset = rig.Event(before + 1);
        Assert.AreEqual((int)EventKind.Reset, (int)reset.Kind, "event");
        Assert.AreEqual(1, (int)reset.Reason, "by key");
        Assert.AreEqual((uint)LockRig.Generation, reset.Detail, "generation");
        Assert.AreEqual((int)BootReason.IdentityChanged, (int)rig.LastEvent().Reason, "reason of the boot");
    }

    [TestMethod]
    public void It_needs_the_right()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.Ask(Command.Provision, LockRig.NewGrant(Rights.All & ~Rights.Provision)),
            "status");
        Assert.IsTrue(rig.Engine.Memory.Identity.IsProvisioned, "identity");
    }

    [TestMethod]
    public void It_keeps_boot_count_numbering_applied_notice_and_highest_generation()
    {
        LockRig rig = new LockRig();
        rig.Deliver(new NoticeBuilder(LockRig.LockId, 42, 0, LockRig.Noon));
        uint boots = rig.Engine.Memory.State.BootCount;
        uint head = rig.Head;
        Installer.Reset(rig);
        LockState state = rig.Engine.Memory.State;
        Assert.AreEqual(boots + 1, state.BootCount, "boot count");
        Assert.AreEqual(head + 2, rig.Head, "numbering: the reset and the boot");
        Assert.AreEqual(42u, state.Applied, "applied notice");
        Assert.AreEqual((int)LockRig.Generation, (int)state.HighestGeneration, "highest generation");
        Installer installer = new Installer(rig, 4, LockRig.Secret(64));
        installer.Provision(rig.SetupSecret);
        installer.Commit();
        Assert.AreEqual(42u, rig.Engine.Memory.State.Applied, "after the next commit");
    }

    [TestMethod]
    public void Old_keys_notices_and_times_are_dead_before_and_after_the_next_identity()
    {
        LockRig rig = new LockRig();
        Installer.Reset(rig);
        AssertDead(rig);
        Installer installer = new Installer(rig, 4, LockRig.Secret(64));
        installer.Provision(rig.SetupSecret);
        AssertDead(rig);
        installer.Commit();
        AssertDead(rig);
        Installer.Restart(rig);
        AssertDead(rig);
        Assert.AreEqual((int)Status.Ok, (int)installer.Unlock(), "a new key");
    }

    [TestMethod]
    public void A_store_that_fails_keeps_the_identity()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Ask(Command.Provision, LockRig.NewGrant(Rights.Provision)), "status");
        Assert.IsTrue(rig.IsProven, "keyed");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "the lock works on");
    }

    [TestMethod]
    public void It_secures_the_latch()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Ask(Command.Provision, LockRig.NewGrant(Rights.Provision));
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    private static void AssertDead(LockRig rig)
    {
        Assert.AreEqual((int)Status.NotAuthentic, (int)Office.Unlock(rig, LockRig.NewGrant(Rights.All)), "an old key");
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Deliver(new NoticeBuilder(LockRig.LockId, 99, 0, LockRig.Noon)),
            "an old notice");
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.SetTime(LockRig.Noon + 5), "an old time");
    }
}
