namespace LockFirmware.VirtualRadio;

/// <summary>
/// The time of a simulation: it passes only here, and the firmware's own thread is a callback. One thread drives everything, so
/// every run is the same.
/// </summary>
public sealed class DrivenRadioTime : IRadioTime
{
    private readonly Func<long> _now;
    private readonly Action<int> _advance;
    private long _ownMs;

    /// <summary>Makes a time with a clock of its own that starts at 0.</summary>
    public DrivenRadioTime()
    {
        _now = () => _ownMs;
        _advance = ms => _ownMs += ms;
    }

    /// <summary>Makes a time that uses the simulation's clock.</summary>
    /// <param name="now">Its milliseconds.</param>
    /// <param name="advance">Advances it by a number of milliseconds.</param>
    public DrivenRadioTime(Func<long> now, Action<int> advance)
    {
        _now = now;
        _advance = advance;
    }

    /// <inheritdoc/>
    public long NowMs => _now();

    /// <summary>Runs the firmware's thread until it has nothing to do. Must return.</summary>
    public Action Pump { get; set; } = () => { };

    /// <summary>Milliseconds that one ATT transaction takes.</summary>
    public int ConnectionIntervalMs { get; set; } = 30;

    /// <summary>Milliseconds between two checks while waiting; at least 1.</summary>
    public int StepMs { get; set; } = 5;

    /// <inheritdoc/>
    public bool WaitFor(Func<bool> done, int timeoutMs)
    {
        long deadlineMs = NowMs + timeoutMs;
        while (!done())
        {
            Pump();
            if (done())
                return true;

            long leftMs = deadlineMs - NowMs;
            if (leftMs <= 0)
                return false;
            _advance((int)Math.Min(StepMs, leftMs));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Transaction() => Advance(ConnectionIntervalMs);

    /// <summary>Lets time pass in one step and the firmware run after it.</summary>
    /// <param name="ms">Milliseconds, not negative.</param>
    public void Advance(int ms)
    {
        _advance(ms);
        Pump();
    }
}
