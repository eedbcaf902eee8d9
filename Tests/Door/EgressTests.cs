using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>The request to exit and the fire release, without the rest of the lock.</summary>
[TestClass]
public class EgressTests
{
    [TestMethod]
    public void The_request_to_exit_lets_out_for_a_time_and_nothing_else_opens()
    {
        RigDoor door = new RigDoor();
        Egress egress = new Egress(door);
        egress.Tick(0);
        Assert.IsFalse(door.IsReleased, "secured");
        door.IsRequestToExit = true;
        egress.Tick(10);
        Assert.IsTrue(door.IsReleased, "released at once");
        door.IsRequestToExit = false;
        egress.Tick(10 + Egress.ReleaseMsDefault - 1);
        Assert.IsTrue(door.IsReleased, "still released");
        egress.Tick(10 + Egress.ReleaseMsDefault);
        Assert.IsFalse(door.IsReleased, "secured again");
    }

    [TestMethod]
    public void What_the_lock_demands_does_not_shorten_a_release_to_exit()
    {
        RigDoor door = new RigDoor();
        Egress egress = new Egress(door);
        door.IsRequestToExit = true;
        egress.Tick(0);
        door.IsRequestToExit = false;
        egress.SetDemand(true, 100);
        egress.SetDemand(false, 200);
        Assert.IsTrue(door.IsReleased, "for the exit");
        egress.Tick(Egress.ReleaseMsDefault);
        Assert.IsFalse(door.IsReleased, "over");
    }

    [TestMethod]
    public void A_fire_alarm_releases_as_long_as_it_lasts_and_longer_never()
    {
        RigDoor door = new RigDoor { IsFireAlarm = true };
        Egress egress = new Egress(door);
        egress.Tick(0);
        Assert.IsTrue(door.IsReleased && egress.IsFire, "at once");
        egress.SetDemand(false, 10);
        egress.Tick(3_600_000);
        Assert.IsTrue(door.IsReleased, "an hour later");
        door.IsFireAlarm = false;
        egress.Tick(3_600_010);
        Assert.IsFalse(door.IsReleased || egress.IsFire, "over");
    }

    [TestMethod]
    public void Presses_and_alarms_are_counted_each_once_and_taken_once()
    {
        RigDoor door = new RigDoor();
        Egress egress = new Egress(door);
        for (int i = 0; i < 6; i++)
        {
            door.IsRequestToExit = i % 2 == 0;
            door.IsFireAlarm = i % 3 == 0;
            egress.Tick(i * 20);
            egress.Tick((i * 20) + 10);
        }
        Assert.AreEqual(3, egress.TakePresses(), "presses");
        Assert.AreEqual(2, egress.TakeFires(), "alarms");
        Assert.AreEqual(0, egress.TakePresses() + egress.TakeFires(), "taken");
    }

    [TestMethod]
    public void A_closed_door_ends_an_exit_but_neither_a_pressed_button_nor_a_fire()
    {
        RigDoor door = new RigDoor { IsRequestToExit = true };
        Egress egress = new Egress(door);
        egress.Tick(0);
        egress.EndExit();
        egress.Tick(10);
        Assert.IsTrue(door.IsReleased, "pressed");
        door.IsRequestToExit = false;
        egress.Tick(20);
        egress.EndExit();
        egress.Tick(30);
        Assert.IsFalse(door.IsReleased, "let go and closed");
        door.IsFireAlarm = true;
        egress.Tick(40);
        egress.EndExit();
        egress.Tick(50);
        Assert.IsTrue(door.IsReleased, "fire");
    }

    [TestMethod]
    public void An_output_that_fails_is_driven_again_at_the_next_look_and_the_way_out_is_not_lost()
    {
        RigDoor door = new RigDoor { IsRequestToExit = true };
        Egress egress = new Egress(door);
        door.Throws = true;
        AssertThrows(egress, 0);
        AssertThrows(egress, 10);
        door.Throws = false;
        egress.Tick(20);
        Assert.IsTrue(door.IsReleased, "released");
    }

    [TestMethod]
    public void A_demand_that_fails_is_cleared_and_the_latch_is_secured()
    {
        RigDoor door = new RigDoor();
        Egress egress = new Egress(door);
        egress.SetDemand(true, 0);
        egress.SetDemand(false, 10);
        door.Throws = true;
        bool hasThrown = false;
        try
        {
            egress.SetDemand(true, 20);
        }
        catch (System.Exception)
        {
            hasThrown = true;
        }
        Assert.IsTrue(hasThrown, "the lock learns of it");
        door.Throws = false;
        int drives = door.DriveCount;
        egress.Tick(30);
        Assert.AreEqual(drives + 1, door.DriveCount, "told once more");
        Assert.IsFalse(door.IsReleased, "to secure");
    }

    [TestMethod]
    public void A_second_try_lets_the_latch_go_for_a_moment_and_no_press_waits_for_it()
    {
        RigDoor door = new RigDoor();
        Egress egress = new Egress(door);
        egress.SetDemand(true, 0);
        egress.RetryDrive(2_000);
        Assert.IsFalse(door.IsReleased, "let go");
        Assert.IsTrue(egress.IsReleased, "the command stands");
        egress.Tick(2_000 + Egress.RetryMs);
        Assert.IsTrue(door.IsReleased, "driven anew");
        egress.RetryDrive(5_000);
        door.IsRequestToExit = true;
        egress.Tick(5_010);
        Assert.IsTrue(door.IsReleased, "for the press, at once");
        egress.RetryDrive(6_000);
        Assert.IsTrue(door.IsReleased, "never while it is pressed");
    }

    [TestMethod]
    public void A_latch_that_does_not_secure_is_reported_again_and_never_released_for_it()
    {
        RigDoor door = new RigDoor();
        Egress egress = new Egress(door);
        int drives = door.DriveCount;
        egress.RetryDrive(0);
        egress.Tick(50);
        egress.Tick(Egress.RetryMs);
        Assert.AreEqual(drives + 1, door.DriveCount, "told once");
        Assert.AreEqual(0, door.ReleaseCount, "released");
    }

    [TestMethod]
    public void Its_thread_survives_what_throws_and_ends_when_it_is_told()
    {
        RigDoor door = new RigDoor { IsRequestToExit = true };
        CountedUptime uptime = new CountedUptime();
        Egress egress = new Egress(door);
        Supervisor supervisor = new Supervisor(egress, new RigBoard(16), 0);
        EgressLoop loop = new EgressLoop(egress, uptime, supervisor);
        uptime.Loop = loop;
        loop.Run();
        Assert.AreEqual(1, supervisor.Egress.Faults, "survived");
        Assert.IsTrue(supervisor.Egress.HasEnded, "and says so");
        Assert.IsTrue(door.IsReleased, "served");
        Assert.AreEqual(3, uptime.Count, "ended");
    }

    private sealed class CountedUptime : IUptime
    {
        public EgressLoop? Loop { get; set; }

        public int Count { get; private set; }

        public long Milliseconds
        {
            get
            {
                Count++;
                if (Count == 1)
                    throw new System.InvalidOperationException("broken clock");
                if (Count == 3 && Loop != null)
                    Loop.Stop();
                return Count;
            }
        }
    }

    private static void AssertThrows(Egress egress, long uptimeMs)
    {
        bool hasThrown = false;
        try
        {
            egress.Tick(uptimeMs);
        }
        catch (System.Exception)
        {
            hasThrown = true;
        }
        Assert.IsTrue(hasThrown, "its thread learns of it");
    }
}
