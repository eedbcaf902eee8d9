using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Site;

/// <summary>Computes when the local days of a facility begin.</summary>
/// <param name="zone">The rule of the facility's time zone.</param>
public sealed class LocalDays(ZoneRule zone)
{
    /// <summary>
    /// The first second of a local day, seconds since 2020-01-01T00:00:00Z. If the local clock skips midnight, it is the second after the
    /// skip.
    /// </summary>
    public long StartOf(DateOnly day)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        LocalTime local = new(zone);
        long seconds = (long)(midnight - LocalTime.Epoch).TotalSeconds;
        long[] candidates = [seconds - (60L * zone.StandardOffset), seconds - (60L * zone.DaylightOffset)];
        return candidates.Order().Select(at => Math.Clamp(at, 0, uint.MaxValue))
            .First(at => at == candidates.Max() || local.Of((uint)at) >= midnight);
    }

    /// <summary>The local day of a second.</summary>
    /// <param name="at">Seconds since 2020-01-01T00:00:00Z.</param>
    public DateOnly Of(long at) => DateOnly.FromDateTime(new LocalTime(zone).Of((uint)Math.Clamp(at, 0, uint.MaxValue)));
}
