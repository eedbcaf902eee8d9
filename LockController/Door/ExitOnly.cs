using LockFirmware.LockController.Clock;

namespace LockFirmware.LockController.Door;

/// <summary>
/// What is left of a lock whose firmware could not start: nobody is let in, whoever is inside is let out by the
/// request-to-exit. Needs no memory, no radio and no clock.
/// </summary>
public sealed class ExitOnly
{
    /// <summary>How long the latch is released, ms.</summary>
    public const long ReleaseMs = 5_000;

    private readonly IDoorPort _port;
    private readonly IUptime _uptime;
    private readonly Latch _latch = new Latch();

    /// <summary>Takes over a door; the latch is secured.</summary>
    public ExitOnly(IDoorPort port, IUptime uptime)
    {
        _port = port;
        _uptime = uptime;
        port.DriveLatch(false);
    }

    /// <summary>Looks at the request-to-exit and drives the latch; to be called every 20 ms.</summary>
    public void Tick()
    {
        long now = _uptime.Milliseconds;
        if (_port.IsRequestToExit)
            _latch.Release(now, ReleaseMs);
        _latch.Tick(now);
        _port.DriveLatch(_latch.IsReleased);
    }
}
