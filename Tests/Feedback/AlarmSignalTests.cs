using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Feedback;

/// <summary>What people at the door see and hear of a door at which something is amiss, as long as it is.</summary>
[TestClass]
public class AlarmSignalTests
{
    private const int AfterAllMs = 12_000;

    [TestMethod]
    public void A_door_held_open_warns_then_alarms_then_falls_silent_and_goes_dark_when_closed()
    {
        LockRig rig = Quiet(new LockConfiguration { HeldOpenSeconds = 20 });
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(3_000);
        rig.Door.IsOpen = true;
        rig.Advance(5_000);
        AssertShows(rig, Signal.None, "open");
        rig.Advance(6_000);
        AssertShows(rig, Signal.HeldOpenWarning, "half the time");
        rig.Advance(10_000);
        AssertShows(rig, Signal.HeldOpen, "the whole");
        Assert.AreEqual(50, SoundingTicks(rig, 2_000), "half of the ticks of two seconds");
        rig.Advance(SignalPlayer.SoundMsMax);
        AssertShows(rig, Signal.HeldOpen, "minutes later");
        Assert.AreEqual(0, SoundingTicks(rig, 2_000), "silent");
        rig.Door.IsOpen = false;
        rig.Advance(20);
        AssertShows(rig, Signal.None, "closed");
        Assert.AreEqual('.', rig.Signals.Slot, "dark");
    }

    [TestMethod]
    public void A_forced_door_alarms()
    {
        LockRig rig = Quiet(new LockConfiguration());
        rig.Door.IsOpen = true;
        rig.Advance(20);
        AssertShows(rig, Signal.Forced, "forced");
        Assert.AreEqual('R', rig.Signals.Slot, "light and sound");
    }

    [TestMethod]
    public void An_open_housing_alarms()
    {
        LockRig rig = Quiet(new LockConfiguration());
        rig.Door.IsHousingOpen = true;
        rig.Advance(6_000);
        AssertShows(rig, Signal.Tampered, "open");
        rig.Door.IsHousingOpen = false;
        rig.Advance(6_000);
        AssertShows(rig, Signal.None, "shut");
    }

    [TestMethod]
    public void A_bolt_that_does_not_follow_shows()
    {
        LockRig rig = Quiet(new LockConfiguration());
        rig.Door.HasBoltSensor = true;
        rig.Door.IsBoltStuck = true;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(AfterAllMs);
        AssertShows(rig, Signal.Jammed, "jammed");
    }

    [TestMethod]
    public void Fire_covers_all_else()
    {
        LockRig rig = Quiet(new LockConfiguration());
        rig.Door.IsHousingOpen = true;
        rig.Door.IsFireAlarm = true;
        rig.Advance(1_000);
        AssertShows(rig, Signal.Fire, "fire");
        rig.Door.IsFireAlarm = false;
        rig.Advance(6_000);
        AssertShows(rig, Signal.Tampered, "over");
    }

    [TestMethod]
    public void Holding_the_reset_button_shows_where_it_may_reset()
    {
        LockRig rig = Quiet(new LockConfiguration { ResetButton = true });
        rig.Door.IsResetPressed = true;
        rig.Advance(1_000);
        AssertShows(rig, Signal.Resetting, "held");
        rig.Door.IsResetPressed = false;
        rig.Advance(20);
        AssertShows(rig, Signal.None, "let go");
        LockRig other = Quiet(new LockConfiguration { ResetButton = false });
        other.Door.IsResetPressed = true;
        other.Advance(1_000);
        AssertShows(other, Signal.None, "a button without a duty");
    }

    private static LockRig Quiet(LockConfiguration configuration)
    {
        LockRig rig = new LockRig();
        rig.Configure(configuration);
        rig.Disconnect();
        rig.Advance(AfterAllMs);
        AssertShows(rig, Signal.None, "quiet");
        rig.Connect();
        return rig;
    }

    private static int SoundingTicks(LockRig rig, int ms)
    {
        int count = 0;
        for (int i = 0; i < ms / 20; i++)
        {
            rig.Advance(20);
            count += rig.Signals.IsSounding ? 1 : 0;
        }
        return count;
    }

    private static void AssertShows(LockRig rig, Signal signal, string what) =>
        Assert.AreEqual((int)signal, (int)rig.Engine.Feedback.Showing, what);
}
