namespace LockFirmware.LockController.Door;

/// <summary>
/// Compares what the latch was told with what its sensor shows. Two seconds of difference ask for one more try, two more
/// are a jam. Pure; belongs to the lock's thread.
/// </summary>
public sealed class BoltWatch
{
    /// <summary>How long the bolt may take, ms.</summary>
    public const long MoveMsMax = 2_000;

    // A little less than the shortest release that can be configured: a bolt that was not seen to move in it has kept somebody out.
    private const long ReleaseMsMin = KeyCrypto.LockConfiguration.ReleaseMsMin - 100;

    private bool _isToRelease;
    private bool _hasFollowed = true;
    private bool _isTriedAgain;
    private bool _isReported;
    private long _toldMs;
    private long _waitsSinceMs;

    /// <summary>Starts with a latch that was just told to secure.</summary>
    public BoltWatch(long uptimeMs) => _waitsSinceMs = uptimeMs;

    /// <summary>The last release that the sensor was given time to show has not been seen; until one is.</summary>
    public bool IsStuckSecured { get; private set; }

    /// <summary>The same for securing.</summary>
    public bool IsStuckReleased { get; private set; }

    /// <summary>Compares.</summary>
    /// <param name="isToRelease">What the latch is told.</param>
    /// <param name="isReleased">What the sensor shows.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>What is to be done; each once.</returns>
    public BoltVerdict Tick(bool isToRelease, bool isReleased, long uptimeMs)
    {
        BoltVerdict verdict = BoltVerdict.Fine;
        if (isToRelease != _isToRelease)
        {
            if (_isToRelease && !_hasFollowed && uptimeMs - _toldMs >= ReleaseMsMin)
                verdict = Report();
            Begin(isToRelease, uptimeMs);
        }
        if (isReleased == _isToRelease)
        {
            Follow(uptimeMs);
            return verdict;
        }
        if (uptimeMs - _waitsSinceMs < MoveMsMax)
            return verdict;
        Suspect();
        if (_isTriedAgain)
            return Report();
        _isTriedAgain = true;
        _waitsSinceMs = uptimeMs;
        return BoltVerdict.TryAgain;
    }

    private void Begin(bool isToRelease, long uptimeMs)
    {
        _isToRelease = isToRelease;
        _hasFollowed = false;
        _toldMs = uptimeMs;
        _waitsSinceMs = uptimeMs;
        _isTriedAgain = false;
        _isReported = false;
    }

    private void Follow(long uptimeMs)
    {
        _hasFollowed = true;
        _isTriedAgain = false;
        _isReported = false;
        _waitsSinceMs = uptimeMs;
        if (_isToRelease)
            IsStuckSecured = false;
        else
            IsStuckReleased = false;
    }

    private void Suspect()
    {
        if (_isToRelease)
            IsStuckSecured = true;
        else
            IsStuckReleased = true;
    }

    private BoltVerdict Report()
    {
        Suspect();
        if (_isReported)
            return BoltVerdict.Fine;
        _isReported = true;
        return _isToRelease ? BoltVerdict.DidNotRelease : BoltVerdict.DidNotSecure;
    }
}
