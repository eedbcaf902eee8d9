using LockFirmware.LockController.Door;

namespace LockFirmware.Tests.Door;

/// <summary>When the latch is released and when it is secured.</summary>
[TestClass]
public class LatchTests
{
    [TestMethod]
    public void It_starts_secured()
    {
        Latch latch = new Latch();
        latch.Tick(0);
        Assert.IsFalse(latch.IsReleased || latch.IsHeld, "state");
    }

    [TestMethod]
    public void A_release_ends_on_its_millisecond()
    {
        Latch latch = new Latch();
        latch.Release(1000, 5000);
        Assert.IsTrue(latch.IsReleased, "at once");
        latch.Tick(5999);
        Assert.IsTrue(latch.IsReleased, "just before");
        latch.Tick(6000);
        Assert.IsFalse(latch.IsReleased, "at the end");
    }

    [TestMethod]
    public void A_second_release_prolongs_and_never_shortens()
    {
        Latch latch = new Latch();
        latch.Release(0, 5000);
        latch.Release(1000, 1000);
        latch.Tick(4999);
        Assert.IsTrue(latch.IsReleased, "not shortened");
        latch.Release(4999, 5000);
        latch.Tick(9998);
        Assert.IsTrue(latch.IsReleased, "prolonged");
        latch.Tick(9999);
        Assert.IsFalse(latch.IsReleased, "and over");
    }

    [TestMethod]
    public void A_hold_lasts_at_most_12_hours()
    {
        Latch latch = new Latch();
        latch.Hold(10, long.MaxValue / 2);
        latch.Tick(10 + Latch.HoldMsMax - 1);
        Assert.IsTrue(latch.IsHeld && latch.IsReleased, "just before");
        latch.Tick(10 + Latch.HoldMsMax);
        Assert.IsFalse(latch.IsHeld || latch.IsReleased, "after");
    }

    [TestMethod]
    public void Ending_a_hold_lets_a_release_run_on()
    {
        Latch latch = new Latch();
        latch.Hold(0, 60_000);
        latch.Release(1000, 5000);
        latch.EndHold(2000);
        Assert.IsFalse(latch.IsHeld, "hold");
        Assert.IsTrue(latch.IsReleased, "release");
        latch.Tick(6000);
        Assert.IsFalse(latch.IsReleased, "and over");
    }

    [TestMethod]
    public void A_closing_door_ends_the_release_and_no_hold()
    {
        Latch latch = new Latch();
        latch.Release(0, 5000);
        latch.EndRelease(1000);
        Assert.IsFalse(latch.IsReleased, "release");
        latch.Hold(2000, 60_000);
        latch.Release(2000, 5000);
        latch.EndRelease(3000);
        Assert.IsTrue(latch.IsReleased, "hold");
    }

    [TestMethod]
    public void Secure_ends_both()
    {
        Latch latch = new Latch();
        latch.Hold(0, 60_000);
        latch.Release(0, 5000);
        latch.Secure();
        Assert.IsFalse(latch.IsReleased || latch.IsHeld, "at once");
        latch.Tick(1);
        Assert.IsFalse(latch.IsReleased || latch.IsHeld, "and later");
    }
}
