using System;
using System.Threading;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// What the supervisor sees of one thread: its last sign of life and what went wrong in it. Written by that thread, or by the one that does
/// its work, without a lock and without allocating, so that reporting works when memory is out.
/// </summary>
public sealed class ThreadWatch : IFaultSink
{
    private readonly long _firstBeatMsMax;
    private long _lastBeatMs;
    private bool _hasBeaten;
    private bool _isResting;

    /// <summary>Watches a thread from its start.</summary>
    /// <param name="number">Names it in events (<see cref="Supervisor"/>).</param>
    /// <param name="startMs">When it starts, monotonic milliseconds.</param>
    /// <param name="firstBeatMsMax">How long its first sign of life may take, ms.</param>
    public ThreadWatch(byte number, long startMs, long firstBeatMsMax)
    {
        Number = number;
        _lastBeatMs = startMs;
        _firstBeatMsMax = firstBeatMsMax;
    }

    /// <summary>Names the thread in events (<see cref="Supervisor"/>).</summary>
    public byte Number { get; }

    /// <summary>Whether the thread's body has come to its end, which it never should.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether memory was exhausted in it.</summary>
    public bool IsOutOfMemory { get; private set; }

    /// <summary>How many exceptions it has survived.</summary>
    public int Faults { get; private set; }

    /// <summary>A sign of life: one round was done as it should be, or one piece of work begun.</summary>
    public void Beat(long uptimeMs)
    {
        _lastBeatMs = uptimeMs;
        _hasBeaten = true;
        _isResting = false;
    }

    /// <summary>There is nothing to do: until the next <see cref="Beat"/> no sign of life is expected.</summary>
    public void Rest() => _isResting = true;

    /// <summary>An exception was caught where none may come. Allocates nothing.</summary>
    public void Report(Exception exception)
    {
        Faults++;
        ReportMemory(exception);
    }

    /// <summary>An exception was caught where one may come, and is told otherwise; only exhausted memory matters here. Allocates nothing.</summary>
    public void ReportMemory(Exception exception)
    {
        if (exception is OutOfMemoryException)
            IsOutOfMemory = true;
    }

    /// <summary>Lets the thread sleep; what wakes it too early is reported.</summary>
    public void Sleep(int ms)
    {
        try
        {
            Thread.Sleep(ms);
        }
        catch (Exception exception)
        {
            Report(exception);
        }
    }

    /// <summary>The thread's body has come to its end.</summary>
    public void End() => HasEnded = true;

    /// <summary>Whether the thread has given no sign of life for too long.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <param name="beatMsMax">How long it may be silent, ms.</param>
    public bool IsSilent(long uptimeMs, long beatMsMax) =>
        !_isResting && uptimeMs - _lastBeatMs > (_hasBeaten ? beatMsMax : _firstBeatMsMax);
}
