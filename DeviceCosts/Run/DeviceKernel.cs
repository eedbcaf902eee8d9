namespace LockFirmware.DeviceCosts.Run;

/// <summary>
/// The scheduler of the modelled device. Exactly one of its threads runs at a time, the one with the highest priority first, until it
/// waits. Time passes only while all wait, so that two runs do the same.
/// </summary>
internal sealed class DeviceKernel
{
    private const int RestStepMs = 250;

    private readonly SemaphoreSlim _waiting = new(0);
    private readonly List<DeviceThread> _threads = [];
    private volatile bool _isStopped;

    internal DeviceKernel()
    {
        Radio = new DeviceThread("radio", ThreadPriority.Normal, null);
        Running = Radio;
    }

    /// <summary>The device that runs. There is one at a time.</summary>
    internal static DeviceKernel Current { get; set; } = new();

    /// <summary>Monotonic milliseconds.</summary>
    internal long NowMs { get; private set; }

    /// <summary>The thread of the Bluetooth library's handlers: the caller's own.</summary>
    internal DeviceThread Radio { get; }

    /// <summary>The thread that runs.</summary>
    internal DeviceThread Running { get; private set; }

    /// <summary>All threads that the firmware has started.</summary>
    internal IReadOnlyList<DeviceThread> Threads => _threads;

    /// <summary>Whether the firmware has asked for a reboot. Its threads have stopped then.</summary>
    internal bool HasRebooted { get; private set; }

    /// <summary>Whether a central is connected. The library has a thread more meanwhile, which runs the handlers.</summary>
    internal bool IsConnected { get; set; }

    /// <summary>Starts a thread.</summary>
    internal void Start(DeviceThread thread, Action run)
    {
        _threads.Add(thread);
        Thread host = new(() =>
        {
            thread.Go.Wait();
            run();
            thread.HasEnded = true;
            _waiting.Release();
        })
        { IsBackground = true, Name = thread.Name };
        host.Start();
    }

    /// <summary>Lets the running thread wait, until a moment or until it is woken.</summary>
    internal void Wait(long dueMs, object? waitsFor)
    {
        DeviceThread thread = Running;
        if (thread == Radio)
            return;
        thread.DueMs = dueMs;
        thread.WaitsFor = waitsFor;
        _waiting.Release();
        thread.Go.Wait();
        if (_isStopped)
            Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Wakes the threads that wait for something.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool Wake(object waitsFor)
    {
        DeviceThread? thread = _threads.Find(one => one.WaitsFor == waitsFor);
        if (thread == null)
            return false;
        thread.WaitsFor = null;
        thread.DueMs = NowMs;
        return true;
    }

    /// <summary>The board restarts: nothing of the firmware runs again.</summary>
    internal void Reboot()
    {
        HasRebooted = true;
        _isStopped = true;
        Wait(long.MaxValue, null);
    }

    /// <summary>Abandons the threads.</summary>
    internal void Stop() => _isStopped = true;

    /// <summary>Lets time pass.</summary>
    internal void Pass(long ms)
    {
        long end = NowMs + ms;
        Settle();
        while (!_isStopped)
        {
            long next = _threads.Where(thread => !thread.HasEnded).Select(thread => thread.DueMs).DefaultIfEmpty(long.MaxValue).Min();
            if (next > end)
                break;
            NowMs = next;
            Settle();
        }
        NowMs = end;
    }

    /// <summary>Lets time pass quickly: each thread runs a few times a second only.</summary>
    internal void Rest(long ms)
    {
        for (long end = NowMs + ms; NowMs < end && !_isStopped;)
        {
            NowMs = Math.Min(NowMs + RestStepMs, end);
            Settle();
        }
    }

    /// <summary>Lets every thread run that has something to do at this moment.</summary>
    internal void Settle()
    {
        while (!_isStopped && Next() is { } thread)
        {
            DeviceThread before = Running;
            Running = thread;
            thread.WaitsFor = null;
            thread.Go.Release();
            _waiting.Wait();
            Running = before;
        }
    }

    private DeviceThread? Next() => _threads
        .Where(thread => !thread.HasEnded && thread.DueMs <= NowMs)
        .OrderByDescending(thread => thread.Priority).ThenBy(thread => thread.DueMs)
        .FirstOrDefault();
}
