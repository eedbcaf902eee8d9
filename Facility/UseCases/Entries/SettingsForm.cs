using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>The configuration of a lock as the office sets it; zone and holidays are the facility's (docs/protocol.md, 6.5).</summary>
public sealed class SettingsForm
{
    private const int MsPerSecond = 1000;

    /// <summary>How long Unlock releases the latch, seconds, 0.5..65.5.</summary>
    public string ReleaseSeconds { get; set; } = "";

    /// <summary>After how many seconds an open door is held open, 0..65535; 0 for never.</summary>
    public string HeldOpenSeconds { get; set; } = "";

    /// <summary>Minutes that an exit grants after the hours end.</summary>
    public string ExitGraceMinutes { get; set; } = "";

    /// <summary>For how many hours after its lower bound staff may open without a trusted clock, 0..8760.</summary>
    public string ClocklessHours { get; set; } = "";

    /// <summary>Secure the latch as soon as the door has closed.</summary>
    public bool RelockOnClose { get; set; }

    /// <summary>Keep the latch released while the door stands open.</summary>
    public bool RelockWhenClosed { get; set; }

    /// <summary>The button inside may reset the lock.</summary>
    public bool ResetButton { get; set; }

    /// <summary>What a lock has, as far as is known.</summary>
    public static SettingsForm Of(SiteRow site, Entry entry)
    {
        LockConfiguration has = new();
        EntryMaker.Fill(has, site, entry);
        return new SettingsForm
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

    /// <summary>The configuration that it says.</summary>
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
