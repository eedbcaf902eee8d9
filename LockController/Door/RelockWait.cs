namespace LockFirmware.LockController.Door;

/// <summary>
/// Keeps the latch released while the door is open, where the configuration says so: a bolt that is thrown while the door is open
/// would keep it from closing. Pure; belongs to the lock's thread.
/// </summary>
public sealed class RelockWait
{
    /// <summary>
    /// The longest wait after the last reason to release, ms. Without it a broken contact or a wedged door would leave the latch
    /// released for ever.
    /// </summary>
    public const long WaitMsMax = 15L * 60 * 1000;

    private long _grantedMs;

    /// <summary>The state.</summary>
    public RelockState State { get; private set; }

    /// <summary>Whether the latch is to stay released.</summary>
    public bool IsWaiting => State == RelockState.Waiting;

    /// <summary>Updates the state.</summary>
    /// <param name="isConfigured">Whether relocking waits for the door.</param>
    /// <param name="isOpen">Whether the door is open.</param>
    /// <param name="isGranted">Whether something else releases the latch: a key, passage mode, request-to-exit, fire alarm.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Tick(bool isConfigured, bool isOpen, bool isGranted, long uptimeMs)
    {
        if (!isOpen)
            State = RelockState.Idle;
        else if (State == RelockState.GivenUp)
            return;
        else if (!isConfigured)
            State = RelockState.Idle;
        else if (isGranted)
        {
            State = RelockState.Waiting;
            _grantedMs = uptimeMs;
        }
        else if (IsWaiting && uptimeMs - _grantedMs >= WaitMsMax)
            State = RelockState.GivenUp;
    }
}
