using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>Signals and events of the door: held open, forced, tamper, fire.</summary>
[TestClass]
public class AlarmTests
{
    [TestMethod]
    public void A_door_held_open_warns_at_half_the_time_and_alarms_at_the_whole()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 11 });
        DoorController door = rig.Engine.Door;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Door.IsOpen = true;
        rig.Advance(6_000);
        Assert.IsFalse(door.IsHeldOpenWarning || door.IsHeldOpenAlarm, "neither before the half");
        rig.Advance(20);
        Assert.IsTrue(door.IsHeldOpenWarning && !door.IsHeldOpenAlarm, "warning");
        Assert.AreEqual(0, rig.Count(EventKind.HeldOpen), "which is no event");
        rig.Advance(5_000);
        Assert.IsTrue(!door.IsHeldOpenWarning && door.IsHeldOpenAlarm, "alarm");
        Assert.AreEqual(1, rig.Count(EventKind.HeldOpen), "event");
        rig.Door.IsOpen = false;
        rig.Advance(20);
        Assert.IsFalse(door.IsHeldOpenWarning || door.IsHeldOpenAlarm, "closed");
        Assert.AreEqual((int)EventKind.Passage, (int)rig.LastEvent().Kind, "passage");
        Assert.AreEqual(11u, rig.LastEvent().Detail, "seconds");
    }

    [TestMethod]
    public void Passage_mode_and_a_configured_0_neither_warn_nor_alarm()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 10 });
        rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), Office.U32(LockRig.Noon + 600));
        rig.Door.IsOpen = true;
        rig.Advance(30_000);
        Assert.IsFalse(rig.Engine.Door.IsHeldOpenWarning || rig.Engine.Door.IsHeldOpenAlarm, "passage mode");
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 0 });
        rig.Ask(Command.Relock, LockRig.NewGrant());
        rig.Advance(120_000);
        Assert.IsFalse(rig.Engine.Door.IsHeldOpenWarning || rig.Engine.Door.IsHeldOpenAlarm, "0 seconds");
    }

    [TestMethod]
    public void A_forced_door_alarms_while_it_is_open_and_a_minute_at_least()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        rig.Door.IsOpen = true;
        rig.Advance(20);
        Assert.IsTrue(rig.Engine.Door.IsForcedAlarm, "at once");
        rig.Door.IsOpen = false;
        rig.Advance(59_980);
        Assert.IsTrue(rig.Engine.Door.IsForcedAlarm, "closed again");
        rig.Advance(20);
        Assert.IsFalse(rig.Engine.Door.IsForcedAlarm, "a minute later");
        rig.Door.IsOpen = true;
        rig.Advance(600_000);
        Assert.IsTrue(rig.Engine.Door.IsForcedAlarm, "as long as it is open");
        rig.Door.IsOpen = false;
        rig.Advance(20);
        Assert.IsFalse(rig.Engine.Door.IsForcedAlarm, "closed");
    }

    [TestMethod]
    public void Who_is_let_in_ends_the_alarm_of_a_forced_door_and_who_leaves_does_not()
    {
        LockRig rig = new LockRig();
        rig.Door.IsOpen = true;
        rig.Advance(1_000);
        rig.Door.IsRequestToExit = true;
        rig.Advance(40);
        Assert.IsTrue(rig.Engine.Door.IsForcedAlarm, "request-to-exit");
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(20);
        Assert.IsFalse(rig.Engine.Door.IsForcedAlarm, "key");
    }

    [TestMethod]
    public void A_housing_that_is_opened_and_closed_is_recorded_with_its_seconds()
    {
        LockRig rig = new LockRig();
        rig.Door.IsHousingOpen = true;
        rig.Advance(20);
        Assert.AreEqual((int)EventKind.Tamper, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual(1, (int)rig.LastEvent().Reason, "opened");
        Assert.IsTrue(rig.Engine.Door.IsTampered, "signal");
        rig.Advance(12_000);
        Assert.AreEqual(1, rig.Count(EventKind.Tamper), "once");
        rig.Door.IsHousingOpen = false;
        rig.Advance(20);
        Assert.AreEqual(2, (int)rig.LastEvent().Reason, "closed");
        Assert.AreEqual(12u, rig.LastEvent().Detail, "seconds");
        Assert.IsFalse(rig.Engine.Door.IsTampered, "signal");
    }

    [TestMethod]
    public void A_housing_that_was_opened_without_power_is_recorded_at_boot()
    {
        LockRig rig = new LockRig();
        rig.Door.IsHousingOpen = true;
        rig.CutPower();
        rig.Advance(20);
        Assert.AreEqual((int)EventKind.Tamper, (int)rig.LastEvent().Kind, "event");
    }

    [TestMethod]
    public void A_lock_without_identity_records_its_open_housing_and_does_not_alarm()
    {
        LockRig rig = Installer.UnprovisionedLock();
        rig.Door.IsHousingOpen = true;
        rig.Advance(20);
        Assert.AreEqual(1, rig.Count(EventKind.Tamper), "event");
        Assert.IsFalse(rig.Engine.Door.IsTampered, "signal");
    }

    [TestMethod]
    public void A_rattling_housing_and_a_rattling_fire_loop_do_not_flood_the_trail()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        for (int i = 0; i < 100; i++)
        {
            rig.Door.IsHousingOpen = !rig.Door.IsHousingOpen;
            rig.Door.IsFireAlarm = rig.Door.IsHousingOpen;
            rig.Advance(20);
        }
        Assert.AreEqual(DoorLog.RecordsAMinute, rig.Count(EventKind.Tamper), "housing");
        Assert.AreEqual(DoorLog.RecordsAMinute, rig.Count(EventKind.FireRelease), "fire");
        rig.Advance(120_000);
        Assert.AreEqual(100u - DoorLog.RecordsAMinute, Summed(rig, EventKind.Tamper), "the rest is a sum");
        Assert.AreEqual(100u - DoorLog.RecordsAMinute, Summed(rig, EventKind.FireRelease), "of each");
    }

    [TestMethod]
    public void A_fire_alarm_releases_a_lock_in_lockdown_and_overlock_and_locks_again_after_it()
    {
        LockRig rig = new LockRig();
        Office.Lockdown(rig, true);
        Office.Overlock(rig, true);
        rig.Door.IsFireAlarm = true;
        rig.Advance(20);
        Assert.IsTrue(rig.Door.IsReleased && rig.Engine.Door.IsFire, "released");
        Assert.AreEqual((int)EventKind.FireRelease, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual(1, (int)rig.LastEvent().Reason, "began");
        rig.Disconnect();
        rig.Advance(600_000);
        Assert.IsTrue(rig.Door.IsReleased, "as long as it lasts");
        rig.Door.IsFireAlarm = false;
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "locked again");
        Assert.AreEqual(2, (int)rig.LastEvent().Reason, "over");
        Assert.AreEqual(600u, rig.LastEvent().Detail, "seconds");
        rig.Connect();
        Assert.AreEqual((int)Status.Lockdown, (int)Office.Unlock(rig, LockRig.NewGrant(Rights.Unlock | Rights.OverrideOverlock)),
            "the lockdown stands");
    }

    [TestMethod]
    public void A_relock_does_not_secure_against_a_fire_alarm_and_passage_mode_does_not_come_back()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), Office.U32(LockRig.Noon + 600));
        rig.Door.IsFireAlarm = true;
        rig.Advance(20);
        rig.Ask(Command.Relock, LockRig.NewGrant());
        Assert.IsTrue(rig.Door.IsReleased, "fire");
        rig.Door.IsFireAlarm = false;
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "locked again");
    }

    [TestMethod]
    public void A_fire_alarm_alone_ends_passage_mode()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), Office.U32(LockRig.Noon + 600));
        rig.Door.IsFireAlarm = true;
        rig.Advance(20);
        Assert.IsFalse(rig.Engine.Door.IsHeld, "passage mode");
        rig.Door.IsFireAlarm = false;
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "locked again");
    }

    [TestMethod]
    public void Doors_opened_and_held_open_during_a_fire_alarm_cause_no_alarm()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 10 });
        rig.Door.IsFireAlarm = true;
        rig.Advance(60_000);
        rig.Door.IsOpen = true;
        rig.Advance(60_000);
        rig.Door.IsOpen = false;
        rig.Advance(20);
        Assert.AreEqual(0, rig.Count(EventKind.Forced) + rig.Count(EventKind.HeldOpen), "events");
    }

    [TestMethod]
    public void A_fire_alarm_that_begins_twice_while_the_lock_is_busy_is_recorded_twice()
    {
        RigDoor wires = new RigDoor();
        RigBoard board = new RigBoard(64);
        Egress egress = new Egress(wires);
        LockController.Engine.LockEngine engine = new LockController.Engine.LockEngine(
            new LockController.Engine.LockParts(board, board, board, egress, board, LockRig.Secret(7)), 0);
        for (int i = 0; i < 2; i++)
        {
            wires.IsFireAlarm = true;
            egress.Tick(100 + (i * 20));
            wires.IsFireAlarm = false;
            egress.Tick(110 + (i * 20));
        }
        uint head = board.Head;
        engine.Tick(3_000);
        Assert.AreEqual(head + 4, board.Head, "twice begun, twice over");
    }

    [TestMethod]
    public void The_door_byte_of_Status_says_each_thing_by_its_bit()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { HeldOpenSeconds = 1 });
        Assert.AreEqual((int)DoorFlags.None, (int)Door(rig), "nothing");
        rig.Door.IsFailSafe = true;
        Assert.AreEqual((int)DoorFlags.FailSafe, (int)Door(rig), "fail-safe");
        rig.Door.IsFailSafe = false;
        rig.Door.IsHousingOpen = true;
        rig.Advance(20);
        Assert.AreEqual((int)DoorFlags.HousingOpen, (int)Door(rig), "housing open");
        rig.Door.IsHousingOpen = false;
        rig.Door.IsFireAlarm = true;
        rig.Advance(20);
        Assert.AreEqual((int)(DoorFlags.Released | DoorFlags.FireRelease), (int)Door(rig), "released by fire");
        rig.Door.IsFireAlarm = false;
        rig.Door.IsOpen = true;
        rig.Advance(20);
        Assert.AreEqual((int)DoorFlags.Open, (int)Door(rig), "open");
        rig.Advance(1_000);
        Assert.AreEqual((int)(DoorFlags.Open | DoorFlags.HeldOpen), (int)Door(rig), "held open");
        rig.Door.IsOpen = false;
        rig.Door.HasBoltSensor = true;
        rig.Door.IsBoltReleased = true;
        rig.Door.IsBoltStuck = true;
        rig.Advance(2_020);
        Assert.AreEqual((int)DoorFlags.Jammed, (int)Door(rig), "jammed");
    }

    private static DoorFlags Door(LockRig rig)
    {
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Status, LockRig.NewGrant()), "status");
        LockStatus status = new LockStatus();
        Assert.IsTrue(status.TryRead(rig.Reply.Body), "the body of Status");
        return status.Door;
    }

    private static uint Summed(LockRig rig, EventKind kind)
    {
        uint summed = 0;
        for (uint i = rig.Board.Oldest; i <= rig.Head; i++)
        {
            AuditEvent audit = rig.Event(i);
            if (audit.Kind == EventKind.DoorEventsSummed && audit.Reason == (byte)kind)
                summed += audit.Detail;
        }
        return summed;
    }
}
