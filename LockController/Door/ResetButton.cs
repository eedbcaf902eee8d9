namespace LockFirmware.LockController.Door;

/// <summary>
/// The button inside the housing that resets the lock. It must be held for ten seconds without a break, after it was seen up since the
/// start: a stuck button resets nothing. Pure; belongs to the lock's thread.
/// </summary>
public sealed class ResetButton
{
    /// <summary>How long it must be held, ms.</summary>
    public const long HoldMs = 10_000;

    // After a longer gap between two readings it is not known whether it was held all the time.
    private const long GapMsMax = 1_000;

    private long _heldSinceMs;
    private long _readMs;

    /// <summary>The state.</summary>
    public ResetButtonState State { get; private set; }

    /// <summary>Reads the button.</summary>
    /// <param name="isPressed">Whether it is pressed.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>Whether it has been held long enough; once for each press.</returns>
    public bool Tick(bool isPressed, long uptimeMs)
    {
        bool isContinued = State == ResetButtonState.Held && uptimeMs - _readMs <= GapMsMax;
        _readMs = uptimeMs;
        if (!isPressed)
            State = ResetButtonState.Up;
        if (!isPressed || State == ResetButtonState.Ignored)
            return false;
        State = ResetButtonState.Held;
        if (!isContinued)
            _heldSinceMs = uptimeMs;
        if (uptimeMs - _heldSinceMs < HoldMs)
            return false;
        State = ResetButtonState.Ignored;
        return true;
    }
}
