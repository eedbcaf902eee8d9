using LockFirmware.LockController.Feedback;

namespace LockFirmware.Tests.Feedback;

/// <summary>What every pattern of the table has to be for people who look, listen, sleep or cannot tell colours apart.</summary>
[TestClass]
public class PatternTests
{
    private const int SlotsPerSecond = 1000 / SignalPattern.SlotMs;
    private const int FlashesPerSecondMax = 3;
    private const int LongestLightMs = 2_000;

    // Two patterns differ for a person when they do for this time within four seconds, ms.
    private const int NoticedMs = 200;
    private const int LookMs = 4_000;

    [TestMethod]
    public void Every_signal_has_a_pattern_of_known_characters()
    {
        for (int i = 0; i < SignalTable.Count; i++)
        {
            SignalPattern pattern = SignalTable.Of((Signal)i);
            Assert.AreEqual(i == 0, pattern.Slots == ".", "only None is dark");
            Assert.IsTrue(pattern.Slots.Length > 0, "slots");
            for (int at = 0; at < pattern.Slots.Length; at++)
                Assert.IsTrue("rgyRGY.".IndexOf(pattern.Slots[at]) >= 0, "a known character");
        }
    }

    [TestMethod]
    public void Patterns_differ_by_rhythm_or_sound_without_their_colours()
    {
        for (int i = 0; i < SignalTable.Count; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.IsTrue(DifferenceMs(i, j, true, true) >= NoticedMs, i.ToString() + " and " + j.ToString());
        }
    }

    [TestMethod]
    public void Answers_differ_for_who_only_sees_and_for_who_only_hears()
    {
        for (int i = (int)Signal.Granted; i <= (int)Signal.ClockUnknown; i++)
        {
            for (int j = (int)Signal.Granted; j < i; j++)
            {
                Assert.IsTrue(DifferenceMs(i, j, true, false) >= NoticedMs, "light of " + i.ToString() + " and " + j.ToString());
                Assert.IsTrue(DifferenceMs(i, j, false, true) >= NoticedMs, "sound of " + i.ToString() + " and " + j.ToString());
            }
        }
    }

    [TestMethod]
    public void Nothing_flashes_more_than_three_times_in_a_second()
    {
        for (int i = 0; i < SignalTable.Count; i++)
        {
            SignalPattern pattern = SignalTable.Of((Signal)i);
            for (int start = 0; start < pattern.Slots.Length; start++)
            {
                int flashes = 0;
                for (int at = start; at < start + SlotsPerSecond; at++)
                {
                    if (IsLit(pattern, at) && !IsLit(pattern, at + pattern.Slots.Length - 1))
                        flashes++;
                }
                Assert.IsTrue(flashes <= FlashesPerSecondMax, i.ToString() + " from slot " + start.ToString());
            }
        }
    }

    [TestMethod]
    public void No_light_stays_on_and_what_is_no_alarm_is_nearly_dark()
    {
        for (int i = 0; i < SignalTable.Count; i++)
        {
            SignalPattern pattern = SignalTable.Of((Signal)i);
            int lit = 0;
            int longest = 0;
            int run = 0;
            for (int at = 0; at < pattern.Slots.Length; at++)
            {
                run = IsLit(pattern, at) ? run + 1 : 0;
                lit += run > 0 ? 1 : 0;
                longest = run > longest ? run : longest;
            }
            Assert.IsTrue(longest * SignalPattern.SlotMs <= LongestLightMs, "longest of " + i.ToString());
            if (i >= (int)Signal.Jammed)
                Assert.IsTrue(lit * 10 <= pattern.Slots.Length, "a tenth of the time at most: " + i.ToString());
            else if (pattern.Repeats == 0)
                Assert.IsTrue(lit < pattern.Slots.Length, "it is dark in between: " + i.ToString());
        }
    }

    [TestMethod]
    public void Identify_lasts_ten_seconds()
    {
        SignalPattern pattern = SignalTable.Of(Signal.Identify);
        Assert.AreEqual(10_000, pattern.PeriodMs * pattern.Repeats, "ms");
    }

    private static int DifferenceMs(int one, int other, bool light, bool sound)
    {
        int difference = 0;
        for (int ms = 0; ms < LookMs; ms += SignalPattern.SlotMs)
        {
            char first = SlotAt((Signal)one, ms);
            char second = SlotAt((Signal)other, ms);
            bool isOther = (light && (first == '.') != (second == '.'))
                || (sound && SignalPattern.IsSounding(first) != SignalPattern.IsSounding(second));
            difference += isOther ? SignalPattern.SlotMs : 0;
        }
        return difference;
    }

    /// <summary>An answer that is over is dark.</summary>
    private static char SlotAt(Signal signal, int ms)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        bool isOver = SignalPlayer.IsAnswer(signal) && ms >= pattern.PeriodMs;
        return isOver ? '.' : pattern.At(ms);
    }

    private static bool IsLit(SignalPattern pattern, int slot) => pattern.Slots[slot % pattern.Slots.Length] != '.';
}
