namespace LockFirmware.LockController.Ports;

/// <summary>The board's wall clock. It keeps its time during a reboot, but not without power.</summary>
public interface IHardwareClock
{
    /// <summary>Seconds since 2020-01-01T00:00:00Z; 0 for any time before that.</summary>
    uint Seconds { get; }

    /// <summary>Sets the clock.</summary>
    /// <param name="seconds">Seconds since 2020-01-01T00:00:00Z.</param>
    void Set(uint seconds);
}
