namespace LockFirmware.LockController.Door;

/// <summary>
/// Keeps the latch released while the door stands open, where the configuration says so: a bolt that is thrown into the
/// open would keep the door from closing. Pure; belongs to the lock's thread.
/// </summary>
public sealed class RelockWait
{
    /// <summary>
    /// The longest wait after the last reason to release, ms. A contact that is broken, or a door that is wedged, would
    /// otherwise leave the latch released for ever.
    /// </summary>
    public const long WaitMsMax = 15L * 60 * 1000;

    private long _grantedMs;
    private bool _hasGivenUp;

    /// <summary>Whether the latch is to stay released.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Lets time pass.</summary>
    /// <param name="isConfigured">Whether relocking waits for the door.</param>
    /// <param name="isOpen">Whether the door stands open.</param>
    /// <param name="isGranted">Whether something else releases the latch: a key, passage mode, request-to-exit, fire.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Tick(bool isConfigured, bool isOpen, bool isGranted, long uptimeMs)
    {
        if (!isOpen || !isConfigured)
        {
            IsWaiting = false;
            _hasGivenUp &= isOpen;
        }
        else if (isGranted)
        {
            _grantedMs = uptimeMs;
            // A contact that did not close in so long is not believed again until it does.
            IsWaiting = !_hasGivenUp;
        }
        else if (IsWaiting && uptimeMs - _grantedMs >= WaitMsMax)
        {
            IsWaiting = false;
            _hasGivenUp = true;
        }
    }
}
