namespace LockFirmware.LockController.Door;

/// <summary>What the latch is commanded to do, by whichever of lock, request-to-exit and fire alarm (docs/door.md).</summary>
public enum LatchCommand : byte
{
    /// <summary>Secure.</summary>
    Secure = 0,

    /// <summary>Release.</summary>
    Release = 1,

    /// <summary>
    /// Release, with the output off for <see cref="Egress.RetryMs"/>: the bolt did not follow and is driven again afterwards.
    /// </summary>
    Pause = 2,
}
