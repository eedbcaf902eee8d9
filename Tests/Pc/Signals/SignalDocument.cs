using System.Globalization;
using LockFirmware.LockController.Feedback;
using LockFirmware.VirtualBoard.Show;

namespace LockFirmware.Tests.Pc.Signals;

/// <summary>The columns of docs/signals.md that follow from the table of patterns.</summary>
internal static class SignalDocument
{
    private const double MsPerSecond = 1000;

    /// <summary>The beginning of its row.</summary>
    public static string Row(Signal signal)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        return $"| {(int)signal} | {SignalWords.Name(signal)} | {SignalWords.Look(pattern.Slots)} | {HowLong(signal)} |";
    }

    /// <summary>How long it is shown.</summary>
    public static string HowLong(Signal signal)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        string period = Seconds(pattern.PeriodMs);
        return pattern.Repeats switch
        {
            0 => $"while it lasts, every {period}",
            1 when IsLasting(signal) => $"once, or while it lasts, every {period}",
            1 => $"once, {period}",
            _ => $"{pattern.Repeats} times, {Seconds(pattern.PeriodMs * pattern.Repeats)}",
        };
    }

    /// <summary>Whether it is shown as long as its cause is there.</summary>
    public static bool IsLasting(Signal signal) =>
        SignalTable.Of(signal).Repeats == 0 || signal is Signal.Jammed or Signal.Fault;

    private static string Seconds(int ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / MsPerSecond:0.0} s");
}
