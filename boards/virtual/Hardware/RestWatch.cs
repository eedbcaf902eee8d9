namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>
/// Computes how long a board has nothing to do, so that driven time can jump there. A minute after the last phone, signal and movement at
/// the door the firmware waits for nothing shorter than a minute. Every longer wait of the firmware is a whole number of minutes and
/// begins when the board starts or when the lock uses its storage, so time stops at each whole minute after those moments.
/// </summary>
internal sealed class RestWatch
{
    private const long MinuteMs = 60_000;

    // The lock goes on with long work at its next round.
    private const long WorkPauseMs = 1_000;

    private readonly SortedSet<long> _phases = [];
    private long _activeMs;
    private long _operations;

    /// <summary>The board starts. Earlier waits no longer count.</summary>
    /// <param name="operations">The number of operations that its storage has done.</param>
    /// <param name="nowMs">Now, in milliseconds of the board's time.</param>
    public void Start(long operations, long nowMs)
    {
        _phases.Clear();
        _operations = operations;
        _activeMs = nowMs;
        _phases.Add(nowMs % MinuteMs);
    }

    /// <summary>The firmware has done a round.</summary>
    /// <param name="isBusy">Whether it serves a phone or shows a signal.</param>
    /// <param name="operations">The number of operations that its storage has done.</param>
    /// <param name="nowMs">Now, in milliseconds of the board's time.</param>
    public void Look(bool isBusy, long operations, long nowMs)
    {
        if (isBusy)
            _activeMs = nowMs;
        if (operations == _operations)
            return;
        _operations = operations;
        _activeMs = Math.Max(_activeMs, nowMs - MinuteMs + WorkPauseMs);
        _phases.Add(nowMs % MinuteMs);
    }

    /// <summary>The moment until which the firmware has nothing to do unless something happens outside.</summary>
    /// <param name="isBusy">Whether it serves a phone, shows a signal or watches an unusual wire.</param>
    /// <param name="nowMs">Now, in milliseconds of the board's time.</param>
    /// <returns>
    /// The next moment at which the board must run, in milliseconds of its time; <paramref name="nowMs"/> while the board does not
    /// rest.
    /// </returns>
    public long UntilMs(bool isBusy, long nowMs)
    {
        if (isBusy)
            _activeMs = nowMs;
        if (nowMs - _activeMs <= MinuteMs)
            return nowMs;
        long phase = nowMs % MinuteMs;
        SortedSet<long> later = _phases.GetViewBetween(phase + 1, MinuteMs);
        return nowMs - phase + (later.Count > 0 ? later.Min : MinuteMs + _phases.Min);
    }

    /// <summary>The time by which driven time can jump at once, ms.</summary>
    /// <param name="nowMs">Now, in milliseconds of the board's time.</param>
    /// <param name="untilMs">The next moment at which the board must run.</param>
    /// <param name="stepMs">The usual step of time, ms. The jump is a multiple of it, so that the later steps end at the same moments
    /// as without the jump.</param>
    /// <returns>A multiple of the step, 0 for no jump.</returns>
    public static long JumpMs(long nowMs, long untilMs, int stepMs) => Math.Max(0, (untilMs - nowMs - 1) / stepMs * stepMs);
}
