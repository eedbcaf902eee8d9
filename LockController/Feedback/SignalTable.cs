namespace LockFirmware.LockController.Feedback;

/// <summary>
/// The pattern of every signal. All differ in rhythm or sound, so that nobody must distinguish the colours. Lasting signals are short
/// flashes, and nothing flashes more than three times in a second.
/// </summary>
public static class SignalTable
{
    /// <summary>How many signals there are, None included.</summary>
    public const int Count = 18;

    private static readonly SignalPattern[] Rows =
    {
        new SignalPattern(Signal.None, ".", 0),
        new SignalPattern(Signal.Fire, "gg..", 0),
        new SignalPattern(Signal.Granted, "GGgggggggggggggggggg", 1),
        new SignalPattern(Signal.Refused, "RR.RR.RR..", 1),
        new SignalPattern(Signal.OutsideHours, "RRRRRR....RRRRRR....", 1),
        new SignalPattern(Signal.CallOffice, "RRRRRR..RR....RRRRRR..RR....", 1),
        new SignalPattern(Signal.Lockdown, "RR..RR..RRRRRR....", 1),
        new SignalPattern(Signal.ClockUnknown, "YY..YYYYYY..YY....", 1),
        new SignalPattern(Signal.Resetting, "Yyy..", 0),
        new SignalPattern(Signal.Identify, "GG...RR...", 10),
        new SignalPattern(Signal.PoweredUp, "rrr..ggg..YYY..", 1),
        new SignalPattern(Signal.Forced, "RR..RR..RR..RR........", 0),
        new SignalPattern(Signal.Tampered, "RRRRRRRR..RR........", 0),
        new SignalPattern(Signal.HeldOpen, "RRRRR.....", 0),
        new SignalPattern(Signal.Jammed, "R...r...r.....................", 1),
        new SignalPattern(Signal.Fault, "r...r...r...r.....................................", 1),
        new SignalPattern(Signal.HeldOpenWarning, "Y...................", 0),
        new SignalPattern(Signal.Unprovisioned, "y.............................", 0),
    };

    /// <summary>How a signal looks and sounds.</summary>
    public static SignalPattern Of(Signal signal) => Rows[(int)signal];
}
