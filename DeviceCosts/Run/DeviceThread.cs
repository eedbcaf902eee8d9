namespace LockFirmware.DeviceCosts.Run;

/// <summary>A thread of the modelled device: its body, when it runs next, and the methods on its stack.</summary>
internal sealed class DeviceThread(string name, ThreadPriority priority, object? body)
{
    /// <summary>A call on the stack.</summary>
    /// <param name="Method">The number of the method (<see cref="Build.FirmwareImage.Methods"/>).</param>
    /// <param name="This">The object whose method it is; null for a static method.</param>
    /// <param name="Begun">How many instructions had been executed when it began.</param>
    internal readonly record struct Call(int Method, object? This, long Begun);

    internal string Name { get; } = name;

    internal ThreadPriority Priority { get; set; } = priority;

    /// <summary>The delegate that it runs.</summary>
    internal object? Body { get; } = body;

    /// <summary>The methods on its stack.</summary>
    internal List<Call> Stack { get; } = [];

    /// <summary>When it may run next, ms of the device's uptime; <see cref="long.MaxValue"/> for never.</summary>
    internal long DueMs { get; set; }

    /// <summary>What wakes it before that.</summary>
    internal object? WaitsFor { get; set; }

    internal bool HasEnded { get; set; }

    /// <summary>Lets it run.</summary>
    internal SemaphoreSlim Go { get; } = new(0);
}
