using LockFirmware.LockController.Feedback;

namespace LockFirmware.Tests.Feedback;

/// <summary>Which signal is shown when several are to be, and how long.</summary>
[TestClass]
public class SignalPlayerTests
{
    [TestMethod]
    public void A_started_signal_plays_its_pattern_once_and_goes_dark()
    {
        SignalPlayer player = new SignalPlayer();
        player.Start(Signal.Refused, false, 5_000);
        string slots = SignalTable.Of(Signal.Refused).Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            player.Tick(5_000 + (i * SignalPattern.SlotMs));
            AssertSlot(slots[i], player, "slot " + i.ToString());
        }
        player.Tick(5_000 + (slots.Length * SignalPattern.SlotMs));
        Assert.AreEqual((int)Signal.None, (int)player.Showing, "over");
        AssertSlot('.', player, "dark and silent");
    }

    [TestMethod]
    public void A_lasting_signal_begins_again_as_long_as_its_cause_is_there()
    {
        SignalPlayer player = new SignalPlayer();
        string slots = SignalTable.Of(Signal.HeldOpen).Slots;
        for (int i = 0; i < 3 * slots.Length; i++)
        {
            player.Set(Signal.HeldOpen, true, i * SignalPattern.SlotMs);
            player.Tick(i * SignalPattern.SlotMs);
            AssertSlot(slots[i % slots.Length], player, "slot " + i.ToString());
        }
        player.Set(Signal.HeldOpen, false, 60_000);
        player.Tick(60_000);
        AssertSlot('.', player, "over");
    }

    [TestMethod]
    public void The_most_important_of_all_is_shown_from_its_beginning()
    {
        SignalPlayer player = new SignalPlayer();
        for (int i = SignalTable.Count - 1; i >= 1; i--)
        {
            long now = (SignalTable.Count - i) * 70;
            player.Set((Signal)i, true, now);
            player.Tick(now);
            Assert.AreEqual(i, (int)player.Showing, "the smaller number");
            AssertSlot(SignalTable.Of((Signal)i).Slots[0], player, "its beginning");
        }
    }

    [TestMethod]
    public void An_answer_interrupts_an_alarm_which_then_goes_on()
    {
        SignalPlayer player = new SignalPlayer();
        player.Set(Signal.HeldOpen, true, 0);
        player.Tick(0);
        player.Start(Signal.Granted, false, 1_000);
        player.Tick(1_000);
        Assert.AreEqual((int)Signal.Granted, (int)player.Showing, "the answer");
        player.Tick(1_000 + SignalTable.Of(Signal.Granted).PeriodMs);
        Assert.AreEqual((int)Signal.HeldOpen, (int)player.Showing, "the alarm");
    }

    [TestMethod]
    public void Nothing_covers_a_fire_release()
    {
        SignalPlayer player = new SignalPlayer();
        player.Set(Signal.Fire, true, 0);
        player.Start(Signal.Granted, false, 0);
        player.Tick(0);
        Assert.AreEqual((int)Signal.Fire, (int)player.Showing, "fire");
    }

    [TestMethod]
    public void A_new_answer_replaces_the_one_before()
    {
        SignalPlayer player = new SignalPlayer();
        player.Start(Signal.Granted, false, 0);
        player.Tick(0);
        player.Start(Signal.ClockUnknown, false, 300);
        player.Tick(300);
        Assert.AreEqual((int)Signal.ClockUnknown, (int)player.Showing, "the new one, although it is less important");
        player.Start(Signal.ClockUnknown, false, 700);
        player.Tick(700);
        AssertSlot('Y', player, "the same one begins again");
        player.Tick(900);
        AssertSlot('.', player, "its first gap");
    }

    [TestMethod]
    public void Identify_goes_on_after_an_answer()
    {
        SignalPlayer player = new SignalPlayer();
        player.Start(Signal.Identify, false, 0);
        player.Start(Signal.Refused, false, 2_000);
        player.Tick(2_000);
        Assert.AreEqual((int)Signal.Refused, (int)player.Showing, "answer");
        player.Tick(4_000);
        Assert.AreEqual((int)Signal.Identify, (int)player.Showing, "goes on");
        player.Tick(10_000);
        Assert.AreEqual((int)Signal.None, (int)player.Showing, "until its end");
    }

    [TestMethod]
    public void An_alarm_falls_silent_after_three_minutes_and_keeps_its_light()
    {
        SignalPlayer player = new SignalPlayer();
        player.Set(Signal.HeldOpen, true, 0);
        player.Tick(0);
        Assert.IsTrue(player.IsSounding, "sounds");
        long last = SignalPlayer.SoundMsMax - SignalTable.Of(Signal.HeldOpen).PeriodMs;
        player.Tick(last);
        Assert.IsTrue(player.IsSounding, "to the end");
        player.Tick(SignalPlayer.SoundMsMax);
        Assert.IsFalse(player.IsSounding, "silent");
        Assert.IsTrue(player.IsRed, "its light");
        player.Set(Signal.HeldOpen, false, SignalPlayer.SoundMsMax + 100);
        player.Set(Signal.HeldOpen, true, SignalPlayer.SoundMsMax + 200);
        player.Tick(SignalPlayer.SoundMsMax + 200);
        player.Tick(SignalPlayer.SoundMsMax + SignalTable.Of(Signal.HeldOpen).PeriodMs);
        Assert.IsTrue(player.IsSounding, "a new alarm");
    }

    [TestMethod]
    public void A_muted_answer_is_light_only()
    {
        SignalPlayer player = new SignalPlayer();
        player.Start(Signal.Refused, true, 0);
        player.Tick(0);
        AssertSlot('r', player, "muted");
        player.Start(Signal.Refused, false, 3_000);
        player.Tick(3_000);
        AssertSlot('R', player, "the next one");
    }

    private static void AssertSlot(char expected, SignalPlayer player, string what)
    {
        Assert.AreEqual(SignalPattern.IsRed(expected), player.IsRed, what + ": red");
        Assert.AreEqual(SignalPattern.IsGreen(expected), player.IsGreen, what + ": green");
        Assert.AreEqual(SignalPattern.IsSounding(expected), player.IsSounding, what + ": sound");
    }
}
