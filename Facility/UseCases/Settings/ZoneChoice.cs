using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.UseCases.Settings;

/// <summary>
/// The time zones that a lock can follow, and how long its rule stays right. A lock keeps its rule, but governments change time zones.
/// </summary>
public static class ZoneChoice
{
    private static readonly Lazy<string[]> Known = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => RuleOf(id) != null).Order(StringComparer.Ordinal)]);

    /// <summary>The names of the system's time zones that a rule can express.</summary>
    public static IReadOnlyList<string> Names => Known.Value;

    /// <summary>The rule of a time zone, 14 bytes.</summary>
    /// <returns>Null if the system has no such time zone, or a rule cannot express it.</returns>
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

    /// <summary>Finds the first time in the next ten years at which a time zone differs from a rule.</summary>
    /// <param name="rule">The rule that the locks have.</param>
    /// <param name="name">The name of the time zone.</param>
    /// <param name="now">The start of the comparison, seconds since 2020-01-01T00:00:00Z.</param>
    /// <returns>The time in UTC; null if there is no difference, or the system does not know the time zone.</returns>
    public static DateTime? FirstDifference(ZoneRule rule, string name, uint now)
    {
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? ZoneComparison.FirstDifference(rule, zone, LocalTime.Epoch.AddSeconds(now))
            : null;
    }
}
