using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>Relock waits for the door to be closed, where the configuration says so.</summary>
[TestClass]
public class RelockWaitTests
{
    [TestMethod]
    public void The_latch_stays_released_until_the_door_is_closed()
    {
        LockRig rig = Configured();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(60_000);
        Assert.IsTrue(rig.Door.IsReleased, "open");
        rig.Door.IsOpen = false;
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "closed");
    }

    [TestMethod]
    public void Without_the_flag_it_relocks_in_time()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(5_000);
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void A_door_that_nobody_opens_relocks_in_time()
    {
        LockRig rig = Configured();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(5_000);
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void It_waits_after_a_request_to_exit_a_relock_command_and_a_fire_too()
    {
        LockRig rig = Configured();
        rig.Door.IsRequestToExit = true;
        rig.Advance(20);
        rig.Door.IsRequestToExit = false;
        AssertWaits(rig, "request-to-exit");
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(1_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Relock, LockRig.NewGrant()), "relock");
        AssertWaits(rig, "relock");
        rig.Door.IsFireAlarm = true;
        rig.Advance(20);
        rig.Door.IsOpen = true;
        rig.Advance(20);
        rig.Door.IsFireAlarm = false;
        AssertWaits(rig, "fire");
    }

    [TestMethod]
    public void A_door_that_was_forced_releases_nothing()
    {
        LockRig rig = Configured();
        rig.Door.IsOpen = true;
        rig.Advance(10_000);
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void A_contact_that_is_broken_keeps_the_latch_for_a_quarter_of_an_hour_once()
    {
        LockRig rig = Configured();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Disconnect();
        rig.Advance(5_000 - 20 + RelockWait.WaitMsMax - 20);
        Assert.IsTrue(rig.Door.IsReleased, "just before");
        rig.Advance(40);
        Assert.IsFalse(rig.Door.IsReleased, "the bound");
        rig.Connect();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(5_000);
        Assert.IsFalse(rig.Door.IsReleased, "and it is not believed again");
        rig.Door.IsOpen = false;
        rig.Advance(20);
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(60_000);
        Assert.IsTrue(rig.Door.IsReleased, "until it was seen closed");
    }

    [TestMethod]
    public void Without_a_contact_it_relocks_in_time()
    {
        LockRig rig = Configured();
        rig.Door.HasContact = false;
        rig.Door.IsOpen = true;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(5_000);
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void It_is_not_a_forced_door_that_opens_while_the_latch_waits()
    {
        LockRig rig = Configured();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(30_000);
        rig.Door.IsOpen = false;
        rig.Advance(20);
        Assert.AreEqual(0, rig.Count(EventKind.Forced), "forced");
        Assert.AreEqual(1, rig.Count(EventKind.Passage), "passage");
    }

    private static void AssertWaits(LockRig rig, string what)
    {
        rig.Door.IsOpen = true;
        rig.Advance(10_000);
        Assert.IsTrue(rig.Door.IsReleased, what + ": open");
        rig.Door.IsOpen = false;
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, what + ": closed");
    }

    private static LockRig Configured()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { RelockWhenClosed = true });
        return rig;
    }
}
