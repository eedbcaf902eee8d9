using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Door;

/// <summary>
/// Compares the latch command with the bolt sensor. When they differ for 2 s it asks for a second try, after 2 s more it reports a jam.
/// Pure; belongs to the lock's thread.
/// </summary>
public sealed class BoltWatch
{
    /// <summary>How long the bolt may take to move, ms.</summary>
    public const long MoveMsMax = 2_000;

    // A little less than the shortest release that can be configured. A bolt that did not release within it has kept somebody out.
    private const long ReleaseMsMin = LockConfiguration.ReleaseMsMin - 100;
    private const long Never = long.MaxValue;

    private bool _isToRelease;
    private long _commandedMs = Never;
    private long _waitsSinceMs;

    /// <summary>Starts with a latch that was just commanded to secure.</summary>
    public BoltWatch(long uptimeMs) => _waitsSinceMs = uptimeMs;

    /// <summary>The state.</summary>
    public BoltState State { get; private set; }

    /// <summary>In which direction the bolt has failed and has not moved since.</summary>
    public BoltFault Fault { get; private set; }

    /// <summary>Whether the last release was not seen within 2 s; until one is seen.</summary>
    public bool IsStuckSecured => (Fault & BoltFault.StuckSecured) != 0;

    /// <summary>Whether the last securing was not seen within 2 s; until one is seen.</summary>
    public bool IsStuckReleased => (Fault & BoltFault.StuckReleased) != 0;

    private BoltFault FaultOfCommand => _isToRelease ? BoltFault.StuckSecured : BoltFault.StuckReleased;

    /// <summary>Compares.</summary>
    /// <param name="isToRelease">What the latch is commanded to do.</param>
    /// <param name="isReleased">What the sensor shows.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>What is to be done; each once.</returns>
    public BoltVerdict Tick(bool isToRelease, bool isReleased, long uptimeMs)
    {
        BoltVerdict verdict = BoltVerdict.Fine;
        if (isToRelease != _isToRelease)
        {
            if (_isToRelease && uptimeMs >= _commandedMs && uptimeMs - _commandedMs >= ReleaseMsMin)
                verdict = ReportJam();
            _isToRelease = isToRelease;
            _commandedMs = uptimeMs;
            _waitsSinceMs = uptimeMs;
            State = BoltState.Moving;
        }
        if (isReleased == _isToRelease)
        {
            State = BoltState.Following;
            Fault &= ~FaultOfCommand;
            _commandedMs = Never;
            _waitsSinceMs = uptimeMs;
            return verdict;
        }
        if (State == BoltState.Following)
            State = BoltState.Moving;
        if (uptimeMs - _waitsSinceMs < MoveMsMax)
            return verdict;
        if (State != BoltState.Moving)
            return ReportJam();
        State = BoltState.Retrying;
        Fault |= FaultOfCommand;
        _waitsSinceMs = uptimeMs;
        return BoltVerdict.Retry;
    }

    private BoltVerdict ReportJam()
    {
        Fault |= FaultOfCommand;
        if (State == BoltState.Jammed)
            return BoltVerdict.Fine;
        State = BoltState.Jammed;
        return _isToRelease ? BoltVerdict.DidNotRelease : BoltVerdict.DidNotSecure;
    }
}
