using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>A world whose time passes only when it is told to; all its boards live on one thread.</summary>
public sealed class DrivenTime : IBoardTime
{
    private const int StepMs = 20;

    private readonly List<Action> _pumps = [];
    private uint _startUtc;
    private long _startMs;

    /// <summary>Starts a world.</summary>
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
        return new DrivenRadioTime(() => NowMs, ms => NowMs += ms) { Pump = pump };
    }

    /// <summary>Lets time pass in the steps that the firmware's thread takes.</summary>
    public void Advance(long ms)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            NowMs = Math.Min(NowMs + StepMs, end);
            PumpAll();
        }
    }

    /// <summary>Lets a long time pass in one step: the boards see it at once.</summary>
    public void Leap(uint utc)
    {
        if (utc > Utc)
            NowMs += (utc - Utc) * 1000L;
        PumpAll();
    }

    /// <summary>Moves the world's calendar, also back, without letting time pass: boards have been somewhere else.</summary>
    public void Restart(uint utc)
    {
        _startUtc = utc;
        _startMs = NowMs;
    }

    private void PumpAll()
    {
        foreach (Action pump in _pumps.ToArray())
            pump();
    }
}
