namespace LockFirmware.LockController.Door;

/// <summary>A door at which nothing is amiss.</summary>
internal sealed class NoAlarms : IDoorAlarms
{
    /// <inheritdoc/>
    public bool IsFire => false;

    /// <inheritdoc/>
    public bool IsForcedAlarm => false;

    /// <inheritdoc/>
    public bool IsTampered => false;

    /// <inheritdoc/>
    public bool IsHeldOpenAlarm => false;

    /// <inheritdoc/>
    public bool IsHeldOpenWarning => false;

    /// <inheritdoc/>
    public bool IsJammed => false;
}
