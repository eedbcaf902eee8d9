using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Site;

/// <summary>The facility's clock, in the seconds that locks use.</summary>
public sealed class FacilityClock(TimeProvider time)
{
    /// <summary>The current time, seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Now => (uint)(time.GetUtcNow().UtcDateTime - LocalTime.Epoch).TotalSeconds;

    /// <summary>The time source, for timers.</summary>
    public TimeProvider Time => time;
}
