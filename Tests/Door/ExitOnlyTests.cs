using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Door;

/// <summary>What is left of a lock that could not start.</summary>
[TestClass]
public class ExitOnlyTests
{
    [TestMethod]
    public void The_request_to_exit_lets_out_for_a_time_and_nothing_else_opens()
    {
        RigDoor door = new RigDoor();
        HandClock clock = new HandClock();
        ExitOnly exit = new ExitOnly(door, clock);
        exit.Tick();
        Assert.IsFalse(door.IsReleased, "secured");
        door.IsRequestToExit = true;
        exit.Tick();
        Assert.IsTrue(door.IsReleased, "released at once");
        door.IsRequestToExit = false;
        clock.Milliseconds = ExitOnly.ReleaseMs - 1;
        exit.Tick();
        Assert.IsTrue(door.IsReleased, "still released");
        clock.Milliseconds = ExitOnly.ReleaseMs;
        exit.Tick();
        Assert.IsFalse(door.IsReleased, "secured again");
    }

    private sealed class HandClock : IUptime
    {
        public long Milliseconds { get; set; }
    }
}
