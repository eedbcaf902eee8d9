using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>Which key a passage is recorded for, when visits overlap.</summary>
[TestClass]
public class PassageTests
{
    [TestMethod]
    public void Who_unlocks_while_the_door_stands_open_has_the_next_passage()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        rig.Ask(Command.Unlock, Key(1));
        rig.Door.IsOpen = true;
        rig.Advance(2000);
        rig.Ask(Command.Unlock, Key(2));
        Close(rig);
        OpenAndClose(rig);
        Assert.AreEqual(before + 4, rig.Head, "two visits of two records");
        AssertPassage(rig, before + 3, 1);
        AssertPassage(rig, before + 4, 2);
    }

    [TestMethod]
    public void A_second_opening_in_one_release_is_no_second_passage()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, Key(1));
        OpenAndClose(rig);
        OpenAndClose(rig);
        Assert.AreEqual(1, rig.Count(EventKind.Passage), "passages");
        Assert.AreEqual(0, rig.Count(EventKind.Forced), "forced");
    }

    [TestMethod]
    public void In_passage_mode_every_opening_is_a_passage()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), Office.U32(LockRig.Noon + 600));
        OpenAndClose(rig);
        OpenAndClose(rig);
        Assert.AreEqual(2, rig.Count(EventKind.Passage), "passages");
    }

    [TestMethod]
    public void A_door_that_stands_open_at_boot_was_neither_forced_nor_passed()
    {
        LockRig rig = new LockRig();
        rig.Door.IsOpen = true;
        rig.CutPower();
        rig.Advance(1000);
        Close(rig);
        Assert.AreEqual(0, rig.Count(EventKind.Passage) + rig.Count(EventKind.Forced), "events");
    }

    private static Grant Key(uint keyId)
    {
        Grant grant = LockRig.NewGrant();
        grant.KeyId = keyId;
        return grant;
    }

    private static void Close(LockRig rig)
    {
        rig.Door.IsOpen = false;
        rig.Advance(20);
    }

    private static void OpenAndClose(LockRig rig)
    {
        rig.Door.IsOpen = true;
        rig.Advance(500);
        Close(rig);
    }

    private static void AssertPassage(LockRig rig, uint sequence, uint keyId)
    {
        Assert.AreEqual((int)EventKind.Passage, (int)rig.Event(sequence).Kind, "event");
        Assert.AreEqual(keyId, rig.Event(sequence).KeyId, "key");
    }
}
