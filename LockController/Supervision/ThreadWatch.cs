using System;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// What the supervisor knows of one thread: its last heartbeat and what went wrong in it. Written by that thread, or by the one that does
/// its work, without a mutex and without allocating, so that reporting works when memory is exhausted.
/// </summary>
public sealed class ThreadWatch : IFaultSink
{
    private long _lastBeatMs;
    private bool _isIdle;

    /// <summary>Watches a thread from its start.</summary>
    /// <param name="number">The thread's number in events (<see cref="Supervisor"/>).</param>
    /// <param name="startMs">When it starts, monotonic milliseconds.</param>
    /// <param name="firstBeatMsMax">How long its first heartbeat may take, ms.</param>
    public ThreadWatch(byte number, long startMs, long firstBeatMsMax)
    {
        Number = number;
        // As if it had beaten when its first heartbeat was still as far away as the next one is from then on.
        _lastBeatMs = startMs + firstBeatMsMax - Supervisor.SilentMsMax;
    }

    /// <summary>The thread's number in events (<see cref="Supervisor"/>).</summary>
    public byte Number { get; }

    /// <summary>Whether the thread's body has returned, which it never should.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether memory was exhausted in it.</summary>
    public bool IsOutOfMemory { get; private set; }

    /// <summary>How many exceptions it has survived.</summary>
    public int Faults { get; private set; }

    /// <summary>A heartbeat: one round was done without a fault, or one piece of work was begun.</summary>
    public void Beat(long uptimeMs)
    {
        _lastBeatMs = uptimeMs;
        _isIdle = false;
    }

    /// <summary>The thread has nothing to do: no heartbeat is expected until the next <see cref="Beat"/>.</summary>
    public void SetIdle() => _isIdle = true;

    /// <inheritdoc/>
    public void Report(Exception exception)
    {
        Faults++;
        ReportMemory(exception);
    }

    /// <inheritdoc/>
    public void ReportMemory(Exception exception)
    {
        if (exception is OutOfMemoryException)
            IsOutOfMemory = true;
    }

    /// <summary>The thread's body has returned.</summary>
    public void End() => HasEnded = true;

    /// <summary>Whether the thread has given no heartbeat for too long.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <param name="beatMsMax">How long it may be silent, ms.</param>
    public bool IsSilent(long uptimeMs, long beatMsMax) =>
        !_isIdle && uptimeMs - _lastBeatMs > beatMsMax;
}
