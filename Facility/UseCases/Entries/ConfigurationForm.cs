using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// The form with a lock's configuration. The time zone and the holidays are settings of the facility (docs/protocol.md, 6.5).
/// </summary>
public sealed class ConfigurationForm
{
    private const int MsPerSecond = 1000;

    /// <summary>How long Unlock releases the latch, seconds, 0.5..65.5.</summary>
    public string ReleaseSeconds { get; set; } = "";

    /// <summary>After how many seconds an open door counts as held open, 0..65535; 0 for never.</summary>
    public string HeldOpenSeconds { get; set; } = "";

    /// <summary>How long an exit still opens after the access hours end, minutes.</summary>
    public string ExitGraceMinutes { get; set; } = "";

    /// <summary>How many hours after the clock's lower bound staff keys open while the clock is not set, 0..8760.</summary>
    public string ClocklessHours { get; set; } = "";

    /// <summary>Whether the lock secures the latch as soon as the door has closed.</summary>
    public bool RelockOnClose { get; set; }

    /// <summary>Whether the lock keeps the latch released while the door is open.</summary>
    public bool RelockWhenClosed { get; set; }

    /// <summary>Whether the button inside the housing may reset the lock.</summary>
    public bool ResetButton { get; set; }

    /// <summary>The form with a lock's configuration, as far as the facility knows it.</summary>
    public static ConfigurationForm Of(SiteRow site, Entry entry)
    {
        LockConfiguration has = new();
        EntryMaker.Fill(has, site, entry);
        return new ConfigurationForm
        {
            ReleaseSeconds = (has.ReleaseMs / (double)MsPerSecond).ToString("0.###", CultureInfo.InvariantCulture),
            HeldOpenSeconds = has.HeldOpenSeconds.ToString(CultureInfo.InvariantCulture),
            ExitGraceMinutes = has.Calendar.ExitGraceMinutes.ToString(CultureInfo.InvariantCulture),
            ClocklessHours = has.ClocklessHours.ToString(CultureInfo.InvariantCulture),
            RelockOnClose = has.RelockOnClose,
            RelockWhenClosed = has.RelockWhenClosed,
            ResetButton = has.ResetButton,
        };
    }

    /// <summary>The configuration that the form describes.</summary>
    /// <exception cref="EntryComplaint">A value is out of range.</exception>
    public LockConfiguration Read(SiteRow site, Entry entry)
    {
        LockConfiguration configuration = new();
        EntryMaker.Fill(configuration, site, entry);
        configuration.ReleaseMs =
            (ushort)Math.Round(
                Number(ReleaseSeconds, "The release", LockConfiguration.ReleaseMsMin / (double)MsPerSecond,
                    ushort.MaxValue / (double)MsPerSecond, "seconds") * MsPerSecond);
        configuration.HeldOpenSeconds = (ushort)Number(HeldOpenSeconds, "Held open after", 0, ushort.MaxValue, "seconds, 0 for never");
        configuration.ClocklessHours = (ushort)Number(ClocklessHours, "Without a clock", 0, LockConfiguration.ClocklessHoursMax, "hours");
        configuration.RelockOnClose = RelockOnClose;
        configuration.RelockWhenClosed = RelockWhenClosed;
        configuration.ResetButton = ResetButton;
        int grace = entry.IsExit ? (int)Number(ExitGraceMinutes, "The grace", 0, ushort.MaxValue, "minutes") : 0;
        return configuration.Calendar.TrySetExitGrace(grace)
            ? configuration
            : throw new EntryComplaint($"A grace time of {grace} minutes is too long for a lock.");
    }

    private static double Number(string text, string what, double min, double max, string unit) =>
        double.TryParse((text ?? "").Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
        && value >= min && value <= max
            ? value
            : throw new EntryComplaint(string.Create(CultureInfo.InvariantCulture, $"{what} is {min} to {max} {unit}."));
}
