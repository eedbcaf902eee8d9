namespace LockFirmware.LockController.Ports;

/// <summary>Monotonic time since the board started; measures every duration.</summary>
public interface IUptime
{
    /// <summary>Milliseconds; never goes back. May be read from any thread.</summary>
    long Milliseconds { get; }
}
