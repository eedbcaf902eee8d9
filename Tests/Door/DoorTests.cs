using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>Latch, door contact and request to exit in the whole lock.</summary>
[TestClass]
public class DoorTests
{
    [TestMethod]
    public void The_latch_is_released_for_the_configured_time()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { ReleaseMs = 3000 });
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
        Assert.AreEqual(3000, (int)Bytes.ReadU16(rig.Reply.Body, 0), "the phone is told");
        rig.Advance(2980);
        Assert.IsTrue(rig.Door.IsReleased, "just before");
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "relocked");
    }

    [TestMethod]
    public void A_clock_step_during_the_release_does_not_move_the_relock()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(1000);
        rig.SetTime(LockRig.Noon + LockRig.Day);
        rig.Advance(3980);
        Assert.IsTrue(rig.Door.IsReleased, "a step ahead does not shorten it");
        rig.SetTime(LockRig.Noon - LockRig.Day);
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "a step back does not prolong it");
    }

    [TestMethod]
    public void Relock_secures_at_once()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Relock, LockRig.NewGrant()), "status");
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void The_latch_is_secured_at_boot()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.CutPower();
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void Closing_the_door_relocks_where_configured()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { RelockOnClose = true });
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        OpenAndClose(rig, 500);
        Assert.IsFalse(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void Closing_the_door_relocks_nothing_by_itself()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        OpenAndClose(rig, 500);
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void A_door_that_stays_open_is_reported_once()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 10 });
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(9_900);
        Assert.AreEqual(0, rig.Count(EventKind.HeldOpen), "not yet");
        rig.Advance(60_000);
        Assert.AreEqual(1, rig.Count(EventKind.HeldOpen), "once");
        Assert.AreEqual((int)EventKind.HeldOpen, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual(10u, rig.LastEvent().Detail, "seconds");
        Assert.AreEqual(100u, rig.LastEvent().KeyId, "who opened it");
        rig.Door.IsOpen = false;
        rig.Advance(100);
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(11_000);
        Assert.AreEqual(2, rig.Count(EventKind.HeldOpen), "the next opening is another");
    }

    [TestMethod]
    public void With_0_seconds_configured_a_door_may_stand_open()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 0 });
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(120_000);
        Assert.AreEqual(0, rig.Count(EventKind.HeldOpen), "held open");
    }

    [TestMethod]
    public void A_door_opened_without_a_release_was_forced_and_nobody_passed()
    {
        LockRig rig = new LockRig();
        OpenAndClose(rig, 3000);
        Assert.AreEqual(1, rig.Count(EventKind.Forced), "forced");
        Assert.AreEqual(0, rig.Count(EventKind.Passage), "passage");
    }

    [TestMethod]
    public void An_opening_just_after_the_relock_was_on_its_way()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(5000 + DoorController.OpeningGraceMs - 100);
        Assert.IsFalse(rig.Door.IsReleased, "relocked");
        OpenAndClose(rig, 1000);
        Assert.AreEqual(0, rig.Count(EventKind.Forced), "forced");
        Assert.AreEqual(1, rig.Count(EventKind.Passage), "passage");
    }

    [TestMethod]
    public void An_opening_after_the_grace_was_forced()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(5000 + DoorController.OpeningGraceMs);
        OpenAndClose(rig, 1000);
        Assert.AreEqual(1, rig.Count(EventKind.Forced), "forced");
        Assert.AreEqual(0, rig.Count(EventKind.Passage), "passage");
    }

    [TestMethod]
    public void A_forced_door_that_stays_open_is_blamed_on_nobody()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 10 });
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(20_000);
        rig.Door.IsOpen = true;
        rig.Advance(11_000);
        Assert.AreEqual((int)EventKind.HeldOpen, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual(0u, rig.LastEvent().KeyId, "key");
    }

    [TestMethod]
    public void The_request_to_exit_releases_and_is_recorded_once_a_press()
    {
        LockRig rig = new LockRig();
        rig.Door.IsRequestToExit = true;
        rig.Advance(3000);
        Assert.IsTrue(rig.Door.IsReleased, "released");
        Assert.AreEqual(1, rig.Count(EventKind.RequestToExit), "one record");
        rig.Door.IsRequestToExit = false;
        rig.Advance(4900);
        Assert.IsTrue(rig.Door.IsReleased, "for the release time after it was let go");
        rig.Advance(200);
        Assert.IsFalse(rig.Door.IsReleased, "relocked");
    }

    [TestMethod]
    public void Who_leaves_by_the_request_to_exit_forces_nothing_and_is_no_key()
    {
        LockRig rig = new LockRig();
        Press(rig);
        OpenAndClose(rig, 1000);
        Assert.AreEqual(0, rig.Count(EventKind.Forced), "forced");
        Assert.AreEqual(0, rig.Count(EventKind.Passage), "passage");
    }

    [TestMethod]
    public void A_press_inside_while_the_door_stands_open_takes_no_passage_away()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(1000);
        Press(rig);
        rig.Door.IsOpen = false;
        rig.Advance(100);
        Assert.AreEqual((int)EventKind.Passage, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual(100u, rig.LastEvent().KeyId, "key");
    }

    [TestMethod]
    public void The_request_to_exit_releases_in_lockdown_and_overlock()
    {
        LockRig rig = new LockRig();
        Office.Lockdown(rig, true);
        Office.Overlock(rig, true);
        Press(rig);
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void The_request_to_exit_releases_a_lock_without_identity()
    {
        LockRig rig = Installer.UnprovisionedLock();
        Press(rig);
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void The_request_to_exit_releases_even_when_nothing_can_be_written()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        Press(rig);
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void A_chattering_contact_makes_a_few_records_and_an_exact_sum()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        for (int i = 0; i < 100; i++)
            OpenAndClose(rig, 100);
        Assert.AreEqual(DoorLog.RecordsAMinute, rig.Count(EventKind.Forced), "records of the minute");
        rig.Advance(61_000);
        Assert.AreEqual(1, rig.Count(EventKind.DoorEventsSummed), "one sum");
        Assert.AreEqual((int)EventKind.Forced, (int)rig.LastEvent().Reason, "of what");
        Assert.AreEqual(100u - DoorLog.RecordsAMinute, rig.LastEvent().Detail, "count");
    }

    [TestMethod]
    public void A_chattering_request_to_exit_is_limited_too_and_hides_no_other_kind()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        for (int i = 0; i < 100; i++)
        {
            Press(rig);
            rig.Advance(100);
        }
        Assert.AreEqual(DoorLog.RecordsAMinute, rig.Count(EventKind.RequestToExit), "records of the minute");
        rig.Advance(20_000);
        OpenAndClose(rig, 100);
        Assert.AreEqual(1, rig.Count(EventKind.Forced), "a forced door is recorded beside it");
    }

    [TestMethod]
    public void Without_a_contact_nothing_is_forced_or_held_open()
    {
        LockRig rig = new LockRig();
        rig.Door.HasContact = false;
        OpenAndClose(rig, 120_000);
        Assert.AreEqual(0, rig.Count(EventKind.Forced) + rig.Count(EventKind.HeldOpen), "events");
    }

    private static void Press(LockRig rig)
    {
        rig.Door.IsRequestToExit = true;
        rig.Advance(40);
        rig.Door.IsRequestToExit = false;
        rig.Advance(20);
    }

    private static void OpenAndClose(LockRig rig, long ms)
    {
        rig.Door.IsOpen = true;
        rig.Advance(ms);
        rig.Door.IsOpen = false;
        rig.Advance(20);
    }
}
