namespace LockFirmware.LockController.Feedback;

/// <summary>
/// The pattern of every signal. All differ in rhythm or sound, so that nobody must distinguish the colours. Lasting signals are short
/// flashes, and nothing flashes more than three times in a second.
/// </summary>
public static class SignalTable
{
    /// <summary>How many signals there are, None included.</summary>
    public const int Count = 18;

    /// <summary>How a signal looks and sounds. A pattern is made when it is asked for: a table takes memory all the time.</summary>
    public static SignalPattern Of(Signal signal) => signal switch
    {
        Signal.Fire => new SignalPattern("gg..", 0),
        Signal.Granted => new SignalPattern("GGgggggggggggggggggg", 1),
        Signal.Refused => new SignalPattern("RR.RR.RR..", 1),
        Signal.OutsideHours => new SignalPattern("RRRRRR....RRRRRR....", 1),
        Signal.CallOffice => new SignalPattern("RRRRRR..RR....RRRRRR..RR....", 1),
        Signal.Lockdown => new SignalPattern("RR..RR..RRRRRR....", 1),
        Signal.ClockUnknown => new SignalPattern("YY..YYYYYY..YY....", 1),
        Signal.Resetting => new SignalPattern("Yyy..", 0),
        Signal.Identify => new SignalPattern("GG...RR...", 10),
        Signal.PoweredUp => new SignalPattern("rrr..ggg..YYY..", 1),
        Signal.Forced => new SignalPattern("RR..RR..RR..RR........", 0),
        Signal.Tampered => new SignalPattern("RRRRRRRR..RR........", 0),
        Signal.HeldOpen => new SignalPattern("RRRRR.....", 0),
        Signal.Jammed => new SignalPattern("R...r...r.....................", 1),
        Signal.Fault => new SignalPattern("r...r...r...r.....................................", 1),
        Signal.HeldOpenWarning => new SignalPattern("Y...................", 0),
        Signal.Unprovisioned => new SignalPattern("y.............................", 0),
        _ => new SignalPattern(".", 0),
    };
}
