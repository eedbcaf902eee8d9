using System;
using LockFirmware.LockController.Door;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>Driven time. A test can let the lock's thread hang while the radio continues.</summary>
internal sealed class BenchTime : IBoardTime
{
    private const int StepMs = 20;

    private readonly uint _startUtc;
    private Action _pump = () => { };
    private Action _look = () => { };
    private Func<long>? _rest;
    private (long AtMs, Action Happens)? _planned;
    private long _nextLookMs;

    public BenchTime(uint utc) => _startUtc = utc;

    public long NowMs { get; private set; }

    public uint Utc => _startUtc + (uint)(NowMs / 1000);

    public bool IsReal => false;

    /// <summary>Whether time jumps while the board rests; otherwise it passes in the firmware's own steps.</summary>
    public bool Jumps { get; set; } = true;

    /// <summary>How many steps time has taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>Whether the lock's thread hangs.</summary>
    public bool IsLockHung { get; set; }

    public IRadioTime ForRadio(Action pump)
    {
        _pump = () =>
        {
            if (!IsLockHung)
                pump();
        };
        return new DrivenRadioTime(() => NowMs, ms => Pass(ms)) { Pump = _pump };
    }

    public void ForEgress(Action look) => _look = look;

    public void ForRest(Func<long> restsUntilMs) => _rest = restsUntilMs;

    /// <summary>Lets time pass while the lock's thread is busy. The thread of the way out runs at its usual interval.</summary>
    public void Pass(long ms)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            NowMs = Math.Min(Math.Max(NowMs, _nextLookMs), end);
            Happen();
            if (NowMs < _nextLookMs)
                continue;
            _look();
            _nextLookMs = NowMs + Egress.PollMs;
        }
    }

    /// <summary>Lets time pass in which no managed thread runs, as during a native flash operation.</summary>
    public void Freeze(long ms)
    {
        NowMs += ms;
        Happen();
    }

    /// <summary>Lets something happen outside the board at a given time, whatever the board is doing then.</summary>
    public void Plan(long atMs, Action happens) => _planned = (atMs, happens);

    public void Advance(long ms)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            Jump(end);
            StepCount++;
            Pass(Math.Min(StepMs, end - NowMs));
            _pump();
        }
    }

    /// <summary>Advances to the last step before the board may act, or before something outside happens.</summary>
    private void Jump(long end)
    {
        if (!Jumps || IsLockHung || _rest == null)
            return;
        long until = Math.Min(end, _rest());
        if (_planned is { } planned)
            until = Math.Min(until, planned.AtMs);
        long jump = RestWatch.JumpMs(NowMs, until, StepMs);
        NowMs += jump;
        _nextLookMs += jump;
    }

    private void Happen()
    {
        if (_planned is not { } planned || NowMs < planned.AtMs)
            return;
        _planned = null;
        planned.Happens();
    }
}
