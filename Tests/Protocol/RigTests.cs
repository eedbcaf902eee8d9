using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

[TestClass]
public class RigTests
{
    [TestMethod]
    public void A_valid_key_opens_the_door_and_the_lock_proves_itself()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
        Assert.IsTrue(rig.IsProven, "mac");
        Assert.IsTrue(rig.Door.IsReleased, "latch");
        Assert.AreEqual((int)EventKind.AccessGranted, (int)rig.LastEvent().Kind, "event");
    }

    [TestMethod]
    public void A_boot_that_could_not_be_counted_is_counted_when_the_store_works_again()
    {
        LockRig rig = new LockRig();
        uint before = rig.Engine.Memory.State.BootCount;
        rig.Board.IsBroken = true;
        rig.CutPower();
        Assert.IsNull(rig.Engine.DrawChallenge(rig.UptimeMs), "no challenge without a count");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "it answers");
        Assert.AreEqual(before + 1, rig.Engine.Memory.State.BootCount, "counted once");
    }
}
