namespace LockFirmware.LockController.Feedback;

/// <summary>
/// Selects the signal to show, and computes lights and buzzer from its pattern. Pure: time comes in as monotonic milliseconds. A started
/// signal plays its pattern to the end, a lasting one while it is on; the most important one is shown. Allocates nothing after its
/// constructor. Belongs to the lock's thread.
/// </summary>
public sealed class SignalPlayer
{
    /// <summary>How long a lasting signal sounds, ms; after that it is light only, until it ends and begins again.</summary>
    public const long SoundMsMax = 180_000;

    private const long Never = -1;

    private readonly long[] _untilMs = new long[SignalTable.Count];
    private readonly long[] _onSinceMs = new long[SignalTable.Count];
    private Signal _answer = Signal.Granted;
    private bool _isMuted;
    private long _shownSinceMs;
    private string _slots = SignalTable.Of(Signal.None).Slots;

    /// <summary>A player with nothing to show.</summary>
    public SignalPlayer()
    {
        for (int i = 0; i < SignalTable.Count; i++)
        {
            _untilMs[i] = Never;
            _onSinceMs[i] = Never;
        }
    }

    /// <summary>The signal that is shown.</summary>
    public Signal Showing { get; private set; }

    /// <summary>Whether the red light is on.</summary>
    public bool IsRed { get; private set; }

    /// <summary>Whether the green light is on.</summary>
    public bool IsGreen { get; private set; }

    /// <summary>Whether the buzzer is on.</summary>
    public bool IsSounding { get; private set; }

    /// <summary>Starts a signal from its beginning. An answer to a key ends the answer before it.</summary>
    /// <param name="signal">What to show.</param>
    /// <param name="isMuted">Whether it is to be light only.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Start(Signal signal, bool isMuted, long uptimeMs)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        if (IsAnswer(signal))
        {
            // At most one answer is shown at a time.
            _untilMs[(int)_answer] = Never;
            _answer = signal;
            _isMuted = isMuted;
        }
        _untilMs[(int)signal] = uptimeMs + ((long)pattern.PeriodMs * (pattern.Repeats == 0 ? 1 : pattern.Repeats));
        if (Showing == signal)
            _shownSinceMs = uptimeMs;
    }

    /// <summary>Switches a lasting signal on or off.</summary>
    public void Set(Signal signal, bool isOn, long uptimeMs)
    {
        if (!isOn)
            _onSinceMs[(int)signal] = Never;
        else if (_onSinceMs[(int)signal] == Never)
            _onSinceMs[(int)signal] = uptimeMs;
    }

    /// <summary>Lets time pass.</summary>
    public void Tick(long uptimeMs)
    {
        Signal signal = MostImportant(uptimeMs);
        if (signal != Showing)
        {
            Showing = signal;
            _shownSinceMs = uptimeMs;
            _slots = SignalTable.Of(signal).Slots;
        }
        string slots = _slots;
        char slot = slots[(int)((uptimeMs - _shownSinceMs) / SignalPattern.SlotMs % slots.Length)];
        IsRed = SignalPattern.IsRed(slot);
        IsGreen = SignalPattern.IsGreen(slot);
        IsSounding = SignalPattern.IsSounding(slot) && !IsMuted(signal, uptimeMs);
    }

    /// <summary>Whether a signal answers somebody's key.</summary>
    public static bool IsAnswer(Signal signal) => signal >= Signal.Granted && signal <= Signal.ClockUnknown;

    private Signal MostImportant(long uptimeMs)
    {
        for (int i = 1; i < SignalTable.Count; i++)
        {
            if (_onSinceMs[i] != Never || uptimeMs < _untilMs[i])
                return (Signal)i;
        }
        return Signal.None;
    }

    private bool IsMuted(Signal signal, long uptimeMs)
    {
        if (IsAnswer(signal))
            return _isMuted;
        long onSinceMs = _onSinceMs[(int)signal];
        return onSinceMs != Never && uptimeMs - onSinceMs >= SoundMsMax;
    }
}
