using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

/// <summary>A provisioned lock that cannot read one of its records must not go on as if it had never been told anything.</summary>
[TestClass]
public class DamagedMemoryTests
{
    [TestMethod]
    public void A_record_that_cannot_be_read_at_boot_lets_nobody_in_and_is_never_overwritten()
    {
        for (int id = 0; id < LockMemory.RecordCount; id++)
        {
            if (id == (int)RecordId.Pending)
                continue;
            LockRig rig = new LockRig();
            Office.Lockdown(rig, true);
            rig.Board.UnreadableRecord = id;
            rig.CutPower();
            Assert.IsTrue(rig.Engine.Core.Memory.IsDamaged, "it knows: " + id.ToString());
            Assert.IsNull(rig.Engine.DrawChallenge(rig.UptimeMs), "no challenge");
            int replaced = rig.Board.ReplaceCount;
            rig.Leap(4 * 3_600_000);
            Assert.AreEqual(replaced, rig.Board.ReplaceCount, "nothing is written");
            rig.Board.UnreadableRecord = -1;
            rig.CutPower();
            Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "readable again, it works");
            Assert.IsTrue(rig.Engine.Core.Memory.State.Lockdown, "and knows what it was told");
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
        Assert.IsFalse(rig.Engine.Core.Memory.SaveState(), "not written");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Send(unlock), "status");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        Assert.IsFalse(rig.Engine.Core.Memory.SaveState(), "nothing of it is ever written");
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
