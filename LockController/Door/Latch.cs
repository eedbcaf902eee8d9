namespace LockFirmware.LockController.Door;

/// <summary>
/// What the lock demands of the latch: released for a time, held open, or secured. Pure: time comes in as monotonic milliseconds, so a
/// change of the clock moves nothing. Belongs to the lock's thread.
/// </summary>
public sealed class Latch
{
    /// <summary>The longest passage mode, ms.</summary>
    public const long HoldMsMax = 12L * 3600 * 1000;

    private const long Never = -1;

    private long _releaseUntilMs = Never;
    private long _holdUntilMs = Never;
    private LatchDemand _state;

    /// <summary>The state.</summary>
    public LatchDemand State => _state;

    /// <summary>Whether the latch is to be released.</summary>
    public bool IsReleased => _state != LatchDemand.Secured;

    /// <summary>Whether passage mode keeps it released.</summary>
    public bool IsHeld => _state == LatchDemand.HeldOpen;

    /// <summary>How long passage mode still lasts, ms; only while it is on.</summary>
    public long HoldLeftMs(long uptimeMs) => _holdUntilMs - uptimeMs;

    /// <summary>Releases it for a time; never shortens a release that is running.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <param name="durationMs">How long, ms.</param>
    public void Release(long uptimeMs, long durationMs)
    {
        if (uptimeMs + durationMs > _releaseUntilMs)
            _releaseUntilMs = uptimeMs + durationMs;
        if (_state == LatchDemand.Secured)
            _state = LatchDemand.Released;
    }

    /// <summary>Starts passage mode, or replaces the one that is running.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <param name="durationMs">How long, ms; at most <see cref="HoldMsMax"/> counts.</param>
    public void Hold(long uptimeMs, long durationMs)
    {
        _holdUntilMs = uptimeMs + (durationMs < HoldMsMax ? durationMs : HoldMsMax);
        _state = LatchDemand.HeldOpen;
    }

    /// <summary>Ends passage mode; a release goes on.</summary>
    public void EndHold(long uptimeMs)
    {
        _holdUntilMs = Never;
        Tick(uptimeMs);
    }

    /// <summary>Ends the release because the door was closed; passage mode goes on.</summary>
    public void EndRelease(long uptimeMs)
    {
        _releaseUntilMs = Never;
        Tick(uptimeMs);
    }

    /// <summary>Secures it now: ends release and passage mode.</summary>
    public void Secure()
    {
        _releaseUntilMs = Never;
        _holdUntilMs = Never;
        _state = LatchDemand.Secured;
    }

    /// <summary>Ends what has lasted long enough.</summary>
    public void Tick(long uptimeMs)
    {
        if (uptimeMs < _holdUntilMs)
            _state = LatchDemand.HeldOpen;
        else
            _state = uptimeMs < _releaseUntilMs ? LatchDemand.Released : LatchDemand.Secured;
    }
}
