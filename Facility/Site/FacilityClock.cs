using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Site;

/// <summary>The facility's time in the locks' unit.</summary>
public sealed class FacilityClock(TimeProvider time)
{
    /// <summary>Now, seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Now => (uint)(time.GetUtcNow().UtcDateTime - LocalTime.Epoch).TotalSeconds;

    /// <summary>The system's time, for timers.</summary>
    public TimeProvider Time => time;
}
