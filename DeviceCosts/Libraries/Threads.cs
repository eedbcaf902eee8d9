using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries;

/// <summary>A thread. Source: nanoframework/CoreLibrary, System/Threading/Thread.cs.</summary>
public sealed class Thread : LibraryObject
{
    private readonly Delegate _delegate;
    private readonly int _priority;
    private readonly object? _thread;
    private readonly object? _appDomain;
    private readonly int _id;

    [NotOnDevice]
    private readonly DeviceThread _model;

    /// <summary>Makes a thread.</summary>
    public Thread(ThreadStart start)
    {
        _delegate = start;
        _model = new DeviceThread(start.Method.DeclaringType?.Name ?? "thread", ThreadPriority.Normal, start);
    }

    /// <summary>Its priority.</summary>
    public ThreadPriority Priority
    {
        get => _model.Priority;
        set => _model.Priority = value;
    }

    /// <summary>Starts it.</summary>
    public void Start() => DeviceKernel.Current.Start(_model, _delegate.Method.CreateDelegate<Action>(_delegate.Target));

    /// <summary>Lets the running thread sleep.</summary>
    public static void Sleep(int ms)
    {
        DeviceKernel kernel = DeviceKernel.Current;
        kernel.Wait(ms == Timeout.Infinite ? long.MaxValue : kernel.NowMs + ms, null);
    }
}

/// <summary>An event that one waiting thread takes. Source: nanoframework/CoreLibrary, System/Threading/AutoResetEvent.cs.</summary>
public sealed class AutoResetEvent : LibraryObject
{
    [NotOnDevice]
    private bool _isSet;

    /// <summary>Whether it is set.</summary>
    internal bool IsSet => _isSet;

    /// <summary>Makes an event.</summary>
    public AutoResetEvent(bool initialState) => _isSet = initialState;

    /// <summary>Sets it.</summary>
    public bool Set()
    {
        _isSet = true;
        DeviceKernel.Current.Wake(this);
        return true;
    }

    /// <summary>Resets it.</summary>
    public bool Reset()
    {
        _isSet = false;
        return true;
    }

    /// <summary>Waits until it is set.</summary>
    public bool WaitOne(int millisecondsTimeout, bool exitContext)
    {
        DeviceKernel kernel = DeviceKernel.Current;
        if (!_isSet)
            kernel.Wait(millisecondsTimeout == Timeout.Infinite ? long.MaxValue : kernel.NowMs + millisecondsTimeout, this);
        bool wasSet = _isSet;
        _isSet = false;
        return wasSet;
    }
}

/// <summary>The runtime's clock.</summary>
public static class Environment
{
    /// <summary>Milliseconds since the start.</summary>
    public static long TickCount64 => DeviceKernel.Current.NowMs;
}

/// <summary>The chip's random numbers; always the same here. Source: nanoframework/CoreLibrary, System/Random.cs.</summary>
public sealed class Random : LibraryObject
{
    private readonly object? _random;

    /// <summary>Fills an array.</summary>
    public void NextBytes(byte[] buffer) => Array.Fill(buffer, (byte)0x55);
}
