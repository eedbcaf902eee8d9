using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

/// <summary>A provisioned lock that cannot read one of its records must not work with defaults in its place.</summary>
[TestClass]
public class DamagedMemoryTests
{
    [TestMethod]
    public void A_record_that_cannot_be_read_at_boot_lets_nobody_in_and_is_never_overwritten()
    {
        for (int id = 0; id < RecordIds.Count; id++)
        {
            LockRig rig = new LockRig();
            Office.Lockdown(rig, true);
            rig.Board.UnreadableRecord = id;
            rig.CutPower();
            Assert.IsTrue(rig.Engine.Memory.IsDamaged, "it knows: " + id.ToString());
            rig.Advance(LockController.Firmware.TickMs);
            AuditEvent told = rig.LastEvent();
            Assert.AreEqual((int)EventKind.Fault, (int)told.Kind, "it is recorded");
            Assert.AreEqual((int)FaultReason.Records, (int)told.Reason, "why");
            Assert.AreEqual(1u, (told.Detail >> id) & 1, "which record");
            Assert.IsNull(rig.Engine.DrawChallenge(rig.UptimeMs), "no challenge");
            int replaced = rig.Board.ReplaceCount;
            uint head = rig.Head;
            for (int hour = 0; hour < 4; hour++)
                rig.Leap(3_600_000);
            Assert.AreEqual(replaced, rig.Board.ReplaceCount, "nothing is written");
            Assert.AreEqual(head, rig.Head, "and it is recorded once");
            rig.Board.UnreadableRecord = -1;
            rig.CutPower();
            Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "readable again, it works");
            Assert.IsTrue(rig.Engine.Memory.State.Lockdown, "and knows what it was told");
        }
    }

    [TestMethod]
    public void A_record_that_cannot_be_read_after_a_failed_write_lets_nobody_in()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        rig.ReadChallenge();
        byte[] unlock = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
        rig.Board.IsBroken = true;
        rig.Board.UnreadableRecord = (int)RecordId.State;
        Assert.IsFalse(rig.Engine.Memory.SaveState(), "not written");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.SendProven(unlock, rig.HolderSecret(LockRig.NewGrant())), "status");
        Assert.IsTrue(rig.IsProven, "keyed: the identity is known");
        Assert.AreEqual(0, rig.Reply.BodyLength, "no body");
        unlock[unlock.Length - 1] ^= 1;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.SendProven(unlock, rig.HolderSecret(LockRig.NewGrant())), "forged");
        Assert.IsFalse(rig.IsProven, "unkeyed");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        Assert.IsFalse(rig.Engine.Memory.SaveState(), "nothing of it is ever written");
    }

    [TestMethod]
    public void When_everything_is_unreadable_for_a_while_nothing_is_forgotten_and_nothing_overwritten()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        ushort generation = rig.Engine.Memory.Identity.Generation;
        uint boot = rig.Engine.Memory.State.BootCount;
        rig.Board.IsBroken = true;
        rig.Board.IsUnreadable = true;
        Assert.IsFalse(rig.Engine.Memory.SaveState(), "not written");
        Assert.IsTrue(rig.Engine.Memory.IsDamaged, "known");
        Assert.IsNull(rig.Engine.DrawChallenge(rig.UptimeMs), "nobody can take the lock over");
        rig.Board.IsBroken = false;
        Assert.IsFalse(rig.Engine.Memory.SaveAll(), "nothing of it is written");
        rig.Board.IsUnreadable = false;
        Office.Reboot(rig);
        Assert.IsFalse(rig.Engine.Memory.IsDamaged, "readable");
        Assert.AreEqual((int)generation, (int)rig.Engine.Memory.Identity.Generation, "who it is");
        Assert.IsTrue(rig.Engine.Memory.State.Overlocked, "what it was told");
        Assert.IsTrue(rig.Engine.Memory.State.BootCount > boot, "boots go on");
    }

    [TestMethod]
    public void A_storage_that_can_be_read_again_is_noticed_within_a_minute()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        rig.Board.IsUnreadable = true;
        Assert.IsFalse(rig.Engine.Memory.SaveState(), "not written");
        rig.Board.IsBroken = false;
        rig.Board.IsUnreadable = false;
        rig.Advance(LockMemory.ReloadMsMin + 40);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "it opens again");
    }

    [TestMethod]
    public void The_request_to_exit_works_with_a_damaged_memory()
    {
        LockRig rig = new LockRig();
        rig.Board.UnreadableRecord = (int)RecordId.Identity;
        rig.CutPower();
        rig.Door.IsRequestToExit = true;
        rig.Advance(40);
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }
}
