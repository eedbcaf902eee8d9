using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>The reset button inside the housing, in the whole lock.</summary>
[TestClass]
public class ResetButtonTests
{
    [TestMethod]
    public void A_button_held_for_ten_seconds_resets_and_reboots_the_lock()
    {
        LockRig rig = WithButton();
        int reboots = rig.Board.RebootCount;
        rig.Door.IsResetPressed = true;
        rig.Advance(10_000);
        Assert.IsTrue(IsProvisioned(rig), "just before");
        rig.Advance(20);
        Assert.IsFalse(IsProvisioned(rig), "reset");
        Assert.AreEqual((int)EventKind.Reset, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual(2, (int)rig.LastEvent().Reason, "by the button");
        Assert.AreEqual((uint)LockRig.Generation, rig.LastEvent().Detail, "generation");
        Assert.AreEqual(reboots + 1, rig.Board.RebootCount, "reboot");
        rig.Advance(60_000);
        Assert.AreEqual(1, rig.Count(EventKind.Reset), "once");
    }

    [TestMethod]
    public void Afterwards_only_the_same_facility_is_admitted()
    {
        LockRig rig = WithButton();
        byte[] setupSecret = SetupSecrets.AfterCommit(rig.SetupSecret, rig.Secrets.LockSecret);
        rig.Door.IsResetPressed = true;
        rig.Advance(10_020);
        rig.Door.IsResetPressed = false;
        Installer.Restart(rig);
        Installer installer = new Installer(rig, LockRig.Generation + 1, LockRig.Secret(64));
        Assert.AreEqual((int)Status.NotAuthentic, (int)installer.Provision(rig.SetupSecret), "who kept the label");
        Assert.AreEqual((int)Status.Ok, (int)installer.Provision(setupSecret), "the facility");
        Assert.AreEqual((int)Status.Ok, (int)installer.Commit(), "commit");
        Installer.Restart(rig);
        Assert.AreEqual((int)Status.Ok, (int)installer.Unlock(), "a new key");
    }

    [TestMethod]
    public void A_button_released_too_early_does_nothing_however_often()
    {
        LockRig rig = WithButton();
        for (int i = 0; i < 5; i++)
        {
            rig.Door.IsResetPressed = true;
            rig.Advance(9_980);
            rig.Door.IsResetPressed = false;
            rig.Advance(20);
        }
        Assert.IsTrue(IsProvisioned(rig), "identity");
        Assert.AreEqual(0, rig.Count(EventKind.Reset), "event");
    }

    [TestMethod]
    public void Without_the_flag_it_does_nothing()
    {
        LockRig rig = new LockRig();
        rig.Advance(20);
        rig.Door.IsResetPressed = true;
        rig.Advance(60_000);
        Assert.IsTrue(IsProvisioned(rig), "identity");
        rig.Door.IsResetPressed = false;
        rig.Advance(20);
        rig.Configure(new LockConfiguration { ResetButton = true });
        rig.Advance(60_000);
        Assert.IsTrue(IsProvisioned(rig), "and nothing is held over");
    }

    [TestMethod]
    public void A_button_that_is_stuck_at_boot_resets_nothing_until_it_was_released()
    {
        LockRig rig = WithButton();
        rig.Door.IsResetPressed = true;
        rig.CutPower();
        rig.Disconnect();
        rig.Advance(60_000);
        Assert.IsTrue(IsProvisioned(rig), "stuck");
        rig.Door.IsResetPressed = false;
        rig.Advance(20);
        rig.Door.IsResetPressed = true;
        rig.Advance(10_020);
        Assert.IsFalse(IsProvisioned(rig), "pressed anew");
    }

    [TestMethod]
    public void A_press_seen_on_both_sides_of_a_gap_was_not_held()
    {
        ResetButton button = new ResetButton();
        button.Tick(false, 0);
        Assert.IsFalse(button.Tick(true, 1_000), "pressed");
        Assert.IsFalse(button.Tick(true, 12_000), "after a gap");
        for (long ms = 12_500; ms < 22_000; ms += 500)
            Assert.IsFalse(button.Tick(true, ms), "counted from there");
        Assert.IsTrue(button.Tick(true, 22_000), "held");
        Assert.IsFalse(button.Tick(true, 22_020), "once");
    }

    [TestMethod]
    public void A_store_that_fails_keeps_the_identity()
    {
        LockRig rig = WithButton();
        rig.Board.IsBroken = true;
        rig.Door.IsResetPressed = true;
        rig.Advance(11_000);
        Assert.IsTrue(IsProvisioned(rig), "identity");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "the lock works on");
    }

    [TestMethod]
    public void A_lock_without_identity_has_nothing_to_reset()
    {
        LockRig rig = Installer.UnprovisionedLock();
        rig.Advance(20);
        int reboots = rig.Board.RebootCount;
        rig.Door.IsResetPressed = true;
        rig.Advance(11_000);
        Assert.AreEqual(reboots, rig.Board.RebootCount, "reboots");
        Assert.AreEqual(1, rig.Count(EventKind.Reset), "the one by key");
    }

    private static LockRig WithButton()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { ResetButton = true });
        rig.Advance(20);
        return rig;
    }

    private static bool IsProvisioned(LockRig rig) => rig.Engine.Memory.Identity.IsProvisioned;
}
