namespace LockFirmware.LockController.Door;

/// <summary>
/// When the latch is released and when it is secured again. Pure: time comes in as monotonic milliseconds, so a clock
/// step moves nothing. Belongs to the lock's thread.
/// </summary>
public sealed class Latch
{
    /// <summary>The longest passage mode, ms.</summary>
    public const long HoldMsMax = 12L * 3600 * 1000;

    private long _releaseUntilMs = -1;
    private long _holdUntilMs = -1;

    /// <summary>Whether the latch is to be released.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Whether passage mode keeps it released.</summary>
    public bool IsHeld => _holdUntilMs >= 0;

    /// <summary>Releases it for a time; a release in force is never shortened.</summary>
    public void Release(long uptimeMs, long durationMs)
    {
        if (uptimeMs + durationMs > _releaseUntilMs)
            _releaseUntilMs = uptimeMs + durationMs;
        IsReleased = true;
    }

    /// <summary>Keeps it released (passage mode), at most 12 h; replaces a hold in force.</summary>
    public void Hold(long uptimeMs, long durationMs)
    {
        _holdUntilMs = uptimeMs + (durationMs < HoldMsMax ? durationMs : HoldMsMax);
        IsReleased = true;
    }

    /// <summary>Ends passage mode; a release in force runs on.</summary>
    public void EndHold(long uptimeMs)
    {
        _holdUntilMs = -1;
        Tick(uptimeMs);
    }

    /// <summary>Secures it now, ending release and passage mode.</summary>
    public void Secure()
    {
        _releaseUntilMs = -1;
        _holdUntilMs = -1;
        IsReleased = false;
    }

    /// <summary>The door has closed behind somebody: ends the release, not passage mode.</summary>
    public void EndRelease(long uptimeMs)
    {
        _releaseUntilMs = -1;
        Tick(uptimeMs);
    }

    /// <summary>Lets time pass.</summary>
    public void Tick(long uptimeMs)
    {
        if (_holdUntilMs >= 0 && uptimeMs >= _holdUntilMs)
            _holdUntilMs = -1;
        IsReleased = uptimeMs < _releaseUntilMs || uptimeMs < _holdUntilMs;
    }
}
