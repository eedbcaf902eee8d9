using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Clock;

/// <summary>
/// The lock's wall clock and how far it is trusted (docs/protocol.md, 5). It advances with the uptime; nothing but
/// schedules, expiry and the time of events is judged by it. Belongs to the lock's thread.
/// </summary>
public sealed class LockClock
{
    private const long MsPerSecond = 1000;

    private uint _base;
    private long _baseMs;
    private uint _agedSeconds;

    /// <summary>How far the time is trusted.</summary>
    public ClockTrust Trust { get; private set; }

    /// <summary>The time, seconds since 2020-01-01T00:00:00Z: exact when Set, a lower bound with Floor, 0 when Unknown.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public uint Now(long uptimeMs) => Trust == ClockTrust.Unknown ? 0 : _base + SecondsSinceBase(uptimeMs);

    /// <summary>For how many seconds, over reboots, the lock has gone on without a set clock or a key that proved a later time; 0 when Set.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public uint FloorAgeSeconds(long uptimeMs) => Trust == ClockTrust.Set ? 0 : _agedSeconds + SecondsSinceBase(uptimeMs);

    /// <summary>Starts the clock at boot.</summary>
    /// <param name="floor">The persisted floor; 0 when there is none.</param>
    /// <param name="floorAgeSeconds">The persisted age of the floor.</param>
    /// <param name="hardwareSeconds">What the hardware clock says; it survives a reboot, after a power cut it is far in the past.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Start(uint floor, uint floorAgeSeconds, uint hardwareSeconds, long uptimeMs)
    {
        _baseMs = uptimeMs;
        _agedSeconds = floorAgeSeconds;
        if (floor == 0)
        {
            Trust = ClockTrust.Unknown;
            _base = 0;
            return;
        }
        bool kept = hardwareSeconds >= floor;
        Trust = kept ? ClockTrust.Set : ClockTrust.Floor;
        _base = kept ? hardwareSeconds : floor;
    }

    /// <summary>Raises the lower bound to a moment that an authentic key or notice proves to have passed.</summary>
    /// <param name="issuedAt">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>Whether the bound rose; never while the clock is Set.</returns>
    public bool RaiseFloor(uint issuedAt, long uptimeMs)
    {
        if (Trust == ClockTrust.Set || issuedAt <= Now(uptimeMs))
            return false;
        Trust = ClockTrust.Floor;
        _base = issuedAt;
        _baseMs = uptimeMs;
        _agedSeconds = 0;
        return true;
    }

    /// <summary>Sets the time; a fresh time of the facility always wins.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z, now.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>The step in seconds, negative when set back.</returns>
    public int Set(uint utc, long uptimeMs)
    {
        int step = (int)(utc - Now(uptimeMs));
        Trust = ClockTrust.Set;
        _base = utc;
        _baseMs = uptimeMs;
        _agedSeconds = 0;
        return step;
    }

    private uint SecondsSinceBase(long uptimeMs) => (uint)((uptimeMs - _baseMs) / MsPerSecond);
}
