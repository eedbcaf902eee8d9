namespace LockFirmware.LockController.Door;

/// <summary>
/// The button inside the housing that resets the lock: held for ten seconds without a break, after it was once seen up since
/// the start, so that one that is stuck resets nothing. Pure; belongs to the lock's thread.
/// </summary>
public sealed class ResetButton
{
    /// <summary>How long it must be held, ms.</summary>
    public const long HoldMs = 10_000;

    // Longer than that between two looks, and nobody knows whether it was held meanwhile.
    private const long GapMsMax = 1_000;

    private bool _isArmed;
    private bool _isHeld;
    private long _heldSinceMs;
    private long _seenMs;

    /// <summary>Looks at the button.</summary>
    /// <returns>Whether it has just been held long enough; once a press.</returns>
    public bool Tick(bool isPressed, long uptimeMs)
    {
        bool isContinued = _isHeld && uptimeMs - _seenMs <= GapMsMax;
        _seenMs = uptimeMs;
        _isHeld = isPressed;
        if (!isPressed)
        {
            _isArmed = true;
            return false;
        }
        if (!isContinued)
            _heldSinceMs = uptimeMs;
        if (!_isArmed || uptimeMs - _heldSinceMs < HoldMs)
            return false;
        _isArmed = false;
        return true;
    }
}
