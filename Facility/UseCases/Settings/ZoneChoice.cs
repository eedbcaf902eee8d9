using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.UseCases.Settings;

/// <summary>
/// The zones that a lock can follow, and how long it follows one: it keeps a rule for ever, and governments change theirs.
/// </summary>
public static class ZoneChoice
{
    private static readonly Lazy<string[]> Known = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => RuleOf(id) != null).Order(StringComparer.Ordinal)]);

    /// <summary>The names of the system's zones that a rule can say.</summary>
    public static IReadOnlyList<string> Names => Known.Value;

    /// <summary>The rule of a zone, 14 bytes.</summary>
    /// <returns>Null when the system has no such zone, or a rule cannot say it.</returns>
    public static byte[]? RuleOf(string name)
    {
        try
        {
            return PosixZone.ToBytes(PosixZone.ReadFooter(name));
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The first moment of the coming ten years at which a zone does otherwise than a rule says.</summary>
    /// <param name="rule">What the locks keep.</param>
    /// <param name="name">The zone.</param>
    /// <param name="now">From when on, seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>The moment in UTC; null where they agree, or the system does not know the zone.</returns>
    public static DateTime? FirstDifference(ZoneRule rule, string name, uint now)
    {
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? ZoneComparison.FirstDifference(rule, zone, LocalTime.Epoch.AddSeconds(now))
            : null;
    }
}
