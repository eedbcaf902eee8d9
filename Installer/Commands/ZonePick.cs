using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>Reads the zone options of "facility new": the rule that every lock gets (docs/protocol.md, 3.1).</summary>
internal static class ZonePick
{
    /// <summary>The rule of a zone, and the first moment of the next ten years at which the zone has another offset.</summary>
    /// <param name="zoneId">An IANA name like Europe/Berlin; null for the zone of this computer.</param>
    /// <param name="now">The first moment to compare.</param>
    /// <param name="zoneName">The IANA name.</param>
    /// <param name="difference">The first moment in UTC at which rule and zone differ; null when they agree.</param>
    public static ZoneRule Find(string? zoneId, DateTimeOffset now, out string zoneName, out DateTime? difference)
    {
        zoneName = zoneId ?? TimeZoneInfo.Local.Id;
        try
        {
            TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
            ZoneRule rule = PosixZone.OfSystem(zoneName);
            difference = ZoneComparison.FirstDifference(rule, zone, now.UtcDateTime);
            return rule;
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or FormatException
            or IOException or UnauthorizedAccessException)
        {
            string hint = OperatingSystem.IsWindows() ? " On Windows set TZDIR to a folder with zoneinfo files, or give " +
                "--zone-rule." : string.Empty;
            throw new ToolException(ExitCode.Unusable, $"This computer has no time zone \"{zoneName}\" that a lock can use: " +
                $"{exception.Message.TrimEnd('.')}. Give --zone with an IANA name like Europe/Berlin, or --zone-rule with a TZ string " +
                $"like CET-1CEST,M3.5.0,M10.5.0/3.{hint}");
        }
    }

    /// <summary>The rule of a TZ string.</summary>
    public static ZoneRule Parse(string text)
    {
        try
        {
            return PosixZone.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new ToolException(ExitCode.Unusable, $"--zone-rule cannot be used: {exception.Message}. Write it like " +
                $"CET-1CEST,M3.5.0,M10.5.0/3.");
        }
    }
}
