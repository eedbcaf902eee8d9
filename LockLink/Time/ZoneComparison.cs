using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>
/// Compares a zone rule with the system's time zone. A lock keeps one yearly rule, and governments change theirs.
/// </summary>
public static class ZoneComparison
{
    private const int YearCount = 10;
    private const int StepMinutes = 30;

    /// <summary>Finds the first moment of the next ten years at which a zone has another offset than a rule.</summary>
    /// <param name="rule">The rule that the locks keep.</param>
    /// <param name="zone">The system's time zone.</param>
    /// <param name="from">The first moment to compare, in UTC.</param>
    /// <returns>The moment in UTC, to the half hour; null when zone and rule agree.</returns>
    public static DateTime? FirstDifference(ZoneRule rule, TimeZoneInfo zone, DateTime from)
    {
        DateTime end = from.AddYears(YearCount);
        for (DateTime at = new(from.Year, from.Month, from.Day, from.Hour, 0, 0, DateTimeKind.Utc); at < end; at =
            at.AddMinutes(StepMinutes))
        {
            if (LocalTime.TrySeconds(at, out uint utc) == null && rule.OffsetMinutes(utc) != (int)zone.GetUtcOffset(at).TotalMinutes)
                return at;
        }
        return null;
    }
}
