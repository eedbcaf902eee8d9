using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>The state of a door after a power cut or a reboot does not depend on what was before.</summary>
[TestClass]
public class PowerUpTests
{
    private const int Unlocked = 1;
    private const int Held = 2;
    private const int Open = 4;
    private const int Lockdown = 8;
    private const int WaitsForDoor = 16;

    [TestMethod]
    public void The_latch_is_secured_nothing_is_resumed_and_nothing_was_forced()
    {
        for (int before = 0; before < 32; before++)
        {
            LockRig rig = Before(before);
            uint head = rig.Head;
            rig.CutPower();
            string what = "case " + before.ToString();
            Assert.IsFalse(rig.Door.IsReleased || rig.Engine.Door.IsHeld, what + ": at once");
            rig.Advance(3_000);
            Assert.IsFalse(rig.Door.IsReleased || rig.Engine.Door.IsHeld, what + ": later");
            Assert.AreEqual(head + 1, rig.Head, what + ": the boot and nothing else");
            Assert.AreEqual((before & Open) != 0, rig.Engine.Door.IsOpen, what + ": the door");
            rig.Door.IsOpen = false;
            rig.Advance(20);
            Assert.AreEqual(head + 1, rig.Head, what + ": nobody has passed");
            rig.Door.IsOpen = true;
            rig.Advance(20);
            Assert.AreEqual((int)EventKind.Forced, (int)rig.LastEvent().Kind, what + ": the next opening is judged");
        }
    }

    [TestMethod]
    public void Request_to_exit_and_fire_alarm_that_are_on_at_boot_release_at_once()
    {
        LockRig rig = new LockRig();
        rig.Door.IsRequestToExit = true;
        rig.CutPower();
        rig.Advance(20);
        Assert.IsTrue(rig.Door.IsReleased, "request-to-exit");
        rig.Door.IsRequestToExit = false;
        rig.Door.IsFireAlarm = true;
        rig.CutPower();
        rig.Advance(20);
        Assert.IsTrue(rig.Door.IsReleased, "fire");
    }

    [TestMethod]
    public void A_lock_whose_memory_is_damaged_lets_out_and_nobody_in()
    {
        LockRig rig = new LockRig();
        rig.Board.UnreadableRecord = (int)LockController.Ports.RecordId.Identity;
        rig.CutPower();
        Assert.IsTrue(rig.Engine.Memory.IsDamaged, "damaged");
        rig.Door.IsRequestToExit = true;
        rig.Advance(20);
        Assert.IsTrue(rig.Door.IsReleased, "request-to-exit");
        rig.Door.IsRequestToExit = false;
        rig.Advance(5_000);
        rig.Door.IsFireAlarm = true;
        rig.Advance(20);
        Assert.IsTrue(rig.Door.IsReleased, "fire");
    }

    private static LockRig Before(int before)
    {
        LockRig rig = new LockRig();
        if ((before & WaitsForDoor) != 0)
            rig.Configure(new LockConfiguration { RelockWhenClosed = true });
        if ((before & Lockdown) != 0)
            Office.Lockdown(rig, true);
        Grant staff = LockRig.NewGrant(Rights.All);
        if ((before & Unlocked) != 0)
            Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, staff), "unlocked");
        rig.Advance(1_000);
        if ((before & Held) != 0)
            Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.HoldOpen, staff, Office.U32(LockRig.Noon + 600)), "held");
        rig.Door.IsOpen = (before & Open) != 0;
        rig.Advance(20);
        return rig;
    }
}
