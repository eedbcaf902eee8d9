namespace LockFirmware.LockController.Ports;

/// <summary>Monotonic time since the board started. All durations are measured with it.</summary>
public interface IUptime
{
    /// <summary>Milliseconds; never decreases. Any thread may read it.</summary>
    long Milliseconds { get; }
}
