using System.Diagnostics;

namespace LockFirmware.VirtualRadio;

/// <summary>Real time: the firmware runs on threads of its own.</summary>
public sealed class RealRadioTime : IRadioTime
{
    private readonly object _gate = new();
    private readonly Stopwatch _stopwatch = Stopwatch.StartNew();

    /// <inheritdoc/>
    public long NowMs => _stopwatch.ElapsedMilliseconds;

    /// <inheritdoc/>
    public bool RunsHandlersInline => false;

    /// <inheritdoc/>
    public bool WaitFor(Func<bool> done, int timeoutMs)
    {
        long deadlineMs = NowMs + timeoutMs;
        lock (_gate)
        {
            while (!done())
            {
                long leftMs = deadlineMs - NowMs;
                if (leftMs <= 0)
                    return false;
                Monitor.Wait(_gate, (int)leftMs);
            }
        }

        return true;
    }

    /// <summary>Does nothing, because a call takes real time.</summary>
    public void Transaction()
    {
    }

    /// <inheritdoc/>
    public void Signal()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
