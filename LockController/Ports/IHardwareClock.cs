namespace LockFirmware.LockController.Ports;

/// <summary>The board's wall clock: it survives a reboot, not a power cut.</summary>
public interface IHardwareClock
{
    /// <summary>Seconds since 2020-01-01T00:00:00Z; 0 when it stands before that.</summary>
    uint Seconds { get; }

    /// <summary>Sets it.</summary>
    /// <param name="seconds">Seconds since 2020-01-01T00:00:00Z.</param>
    void Set(uint seconds);
}
