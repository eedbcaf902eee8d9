using LockFirmware.LockController.Door;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>Driven time: it passes only when the caller lets it pass. All its boards run on one thread.</summary>
public sealed class DrivenTime : IBoardTime
{
    private const int StepMs = 20;

    private readonly List<Action> _pumps = [];
    private readonly List<Action> _looks = [];
    private readonly List<Func<long>> _rests = [];
    private uint _startUtc;
    private long _startMs;

    /// <summary>Starts the time.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    public DrivenTime(uint utc) => _startUtc = utc;

    /// <inheritdoc/>
    public long NowMs { get; private set; }

    /// <inheritdoc/>
    public uint Utc => _startUtc + (uint)((NowMs - _startMs) / 1000);

    /// <inheritdoc/>
    public bool IsReal => false;

    /// <inheritdoc/>
    public IRadioTime ForRadio(Action pump)
    {
        _pumps.Add(pump);
        return new DrivenRadioTime(() => NowMs, ms => Pass(ms)) { Pump = pump };
    }

    /// <inheritdoc/>
    public void ForEgress(Action look) => _looks.Add(look);

    /// <inheritdoc/>
    public void ForRest(Func<long> restsUntilMs) => _rests.Add(restsUntilMs);

    /// <summary>
    /// Lets time pass in the steps of the firmware's thread. While all boards rest, time jumps to the next moment at which one may
    /// act.
    /// </summary>
    public void Advance(long ms)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            long until = end;
            foreach (Func<long> rest in _rests)
                until = Math.Min(until, rest());
            NowMs += RestWatch.JumpMs(NowMs, until, StepMs);
            Pass(Math.Min(StepMs, end - NowMs));
            Settle();
        }
    }

    /// <summary>Lets a long time pass in one step, up to the beginning of a second.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z. If that second has begun, no time passes.</param>
    public void Leap(uint utc)
    {
        if (utc > Utc)
            NowMs = _startMs + ((utc - _startUtc) * 1000L);
        Settle();
    }

    /// <summary>Lets time pass while the lock's thread is busy or waits. The request to exit is served meanwhile.</summary>
    public void Pass(long ms)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            NowMs = Math.Min(NowMs + Egress.PollMs, end);
            foreach (Action look in _looks)
                look();
        }
    }

    /// <inheritdoc/>
    public void Settle()
    {
        foreach (Action pump in _pumps.ToArray())
            pump();
    }

    /// <summary>Changes the true date and time, also back, while no time passes, as if the boards had been moved in time.</summary>
    public void Restart(uint utc)
    {
        _startUtc = utc;
        _startMs = NowMs;
    }
}
