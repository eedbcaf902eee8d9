using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests;

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
}
