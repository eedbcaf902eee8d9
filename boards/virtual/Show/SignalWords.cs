using System.Globalization;
using LockFirmware.LockController.Feedback;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Describes light and sound in words.</summary>
internal static class SignalWords
{
    private const double SlotsPerSecond = 1000.0 / SignalPattern.SlotMs;

    /// <summary>The name of a signal.</summary>
    public static string Name(Signal signal) => signal switch
    {
        Signal.Fire => "fire release",
        Signal.Granted => "granted",
        Signal.Refused => "refused",
        Signal.OutsideHours => "outside hours",
        Signal.CallOffice => "call the office",
        Signal.Lockdown => "lockdown",
        Signal.ClockUnknown => "clock unknown",
        Signal.Resetting => "reset button",
        Signal.Identify => "identify",
        Signal.PoweredUp => "powered up",
        Signal.Forced => "door forced",
        Signal.Tampered => "housing open",
        Signal.HeldOpen => "door held open",
        Signal.Jammed => "latch jammed",
        Signal.Fault => "fault",
        Signal.HeldOpenWarning => "close the door",
        Signal.Unprovisioned => "not set up",
        _ => string.Empty,
    };

    /// <summary>Describes a stretch of light and sound: flashes and beeps with their lengths.</summary>
    /// <param name="slots">One character of the firmware's table of patterns for each 100 ms.</param>
    public static string Look(string slots)
    {
        List<string> light = Runs(slots, slot => Colour(slot));
        List<string> sound = Runs(slots, slot => SignalPattern.IsSounding(slot) || slot == '!' ? "beep" : null);
        string seen = light.Count == 0 ? "dark" : string.Join(", ", light);
        if (sound.Count == 0)
            return $"{seen}; silent";
        bool isTogether = slots.All(slot => (slot == '.') == !SignalPattern.IsSounding(slot));
        return isTogether ? $"{seen}; the buzzer with it" : $"{seen}; {string.Join(", ", sound)}";
    }

    /// <summary>Describes a signal that was seen: its name, its lights and its sounds.</summary>
    public static string Of(Signal signal, string slots) => $"{Name(signal)}: {Look(slots)}";

    private static string? Colour(char slot) => (SignalPattern.IsRed(slot), SignalPattern.IsGreen(slot)) switch
    {
        (true, true) => "both",
        (true, false) => "red",
        (false, true) => "green",
        _ => null,
    };

    /// <summary>The runs of equal words, each with its count.</summary>
    private static List<string> Runs(string slots, Func<char, string?> word)
    {
        List<(string Text, int Count)> runs = [];
        for (int start = 0; start < slots.Length;)
        {
            string? here = word(slots[start]);
            int end = start;
            while (end < slots.Length && word(slots[end]) == here)
                end++;
            if (here != null)
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"{here} {(end - start) / SlotsPerSecond:0.0} s");
                if (runs.Count > 0 && runs[^1].Text == text)
                    runs[^1] = (text, runs[^1].Count + 1);
                else
                    runs.Add((text, 1));
            }
            start = end;
        }
        return [.. runs.Select(run => run.Count == 1 ? run.Text : $"{run.Count} x {run.Text}")];
    }
}
