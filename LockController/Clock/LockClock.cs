using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Clock;

/// <summary>
/// The lock's wall clock and how far it is trusted (docs/protocol.md, 5). It advances with the uptime. It is used only for access
/// hours, expiry and the time of events. Belongs to the lock's thread.
/// </summary>
public sealed class LockClock
{
    private const long MsPerSecond = 1000;
    private const uint DriftSecondsMax = 3600;

    // The floor is stored each hour. The second hour is for the reset itself, the drift, and a floor that could not be stored once.
    private const uint AheadSecondsMax = 7200;

    private uint _base;
    private long _baseMs;
    private uint _agedSeconds;
    private ClockTrust _trust;

    /// <summary>How far the time is trusted.</summary>
    public ClockTrust Trust => _trust;

    /// <summary>The time, seconds since 2020-01-01T00:00:00Z: exact when Set, a lower bound with Floor, 0 when Unknown.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public uint Now(long uptimeMs) => _trust == ClockTrust.Unknown ? 0 : Later(_base, uptimeMs - _baseMs);

    /// <summary>
    /// How many seconds, over reboots, the lock has run without a set clock or a key that proved a later time; 0 when Set.
    /// </summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public uint FloorAgeSeconds(long uptimeMs) => _trust == ClockTrust.Set ? 0 : Later(_agedSeconds, uptimeMs - _baseMs);

    /// <summary>Starts the clock at boot.</summary>
    /// <param name="floor">The persisted floor; 0 when there is none.</param>
    /// <param name="newest">The time of the newest event of the trail; 0 when there is none.</param>
    /// <param name="floorAgeSeconds">The persisted age of the floor.</param>
    /// <param name="hardwareSeconds">The hardware clock: right after a reboot, far in the past after a power cut.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Start(uint floor, uint newest, uint floorAgeSeconds, uint hardwareSeconds, long uptimeMs)
    {
        _baseMs = uptimeMs;
        _agedSeconds = floorAgeSeconds;
        bool isKept = floor != 0 && hardwareSeconds >= floor && IsPlausible(hardwareSeconds, newest > floor ? newest : floor, uptimeMs);
        _base = isKept ? hardwareSeconds : floor;
        if (newest > _base)
            _base = newest;
        _trust = isKept ? ClockTrust.Set : _base == 0 ? ClockTrust.Unknown : ClockTrust.Floor;
    }

    /// <summary>
    /// Whether the hardware clock may have run from the last time that the lock stored until now. It may drift from the uptime, so it may
    /// be a little behind. Far ahead it is wrong: it would end keys and revocations too early.
    /// </summary>
    private static bool IsPlausible(uint hardwareSeconds, uint last, long uptimeMs) =>
        hardwareSeconds < last ? last - hardwareSeconds <= DriftSecondsMax
            : hardwareSeconds - last <= AheadSecondsMax + (uptimeMs / MsPerSecond);

    /// <summary>Raises the lower bound to the issue time of an authentic key or notice, which has certainly passed.</summary>
    /// <param name="issuedAt">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>Whether the bound was raised; never while the clock is Set.</returns>
    public bool RaiseFloor(uint issuedAt, long uptimeMs)
    {
        if (_trust == ClockTrust.Set || issuedAt <= Now(uptimeMs))
            return false;
        _trust = ClockTrust.Floor;
        _base = issuedAt;
        _baseMs = uptimeMs;
        _agedSeconds = 0;
        return true;
    }

    /// <summary>Sets the time that the facility gave, whatever the time was before.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z, now.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>The step in seconds, negative when set back.</returns>
    public int Set(uint utc, long uptimeMs)
    {
        int step = (int)(utc - Now(uptimeMs));
        _trust = ClockTrust.Set;
        _base = utc;
        _baseMs = uptimeMs;
        _agedSeconds = 0;
        return step;
    }

    /// <summary>A time, or an age, some milliseconds later. It stands still at the last second that a u32 can hold.</summary>
    /// <param name="seconds">The time.</param>
    /// <param name="ms">How much later, at least 0.</param>
    public static uint Later(uint seconds, long ms)
    {
        long later = seconds + (ms / MsPerSecond);
        return later > uint.MaxValue ? uint.MaxValue : (uint)later;
    }
}
