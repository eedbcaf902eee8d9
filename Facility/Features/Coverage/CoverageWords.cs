using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Site;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Features.Coverage;

/// <summary>Texts about which gateway hears which lock.</summary>
/// <param name="time">The facility's local time.</param>
/// <param name="window">Which reports count.</param>
public sealed class CoverageWords(LocalTime time, ReportWindow window)
{
    private const double MsPerSecond = 1000;

    /// <summary>How a gateway hears a lock, like "pi-east −62 dBm".</summary>
    public static string Signal(HeardRow row) => row.Signal == HeardRow.SignalUnknown
        ? $"{row.Gateway}, strength not known"
        : string.Create(CultureInfo.InvariantCulture, $"{row.Gateway} {row.Signal} dBm") +
            (row.Signal < CoverageLine.WeakBelow ? " (weak)" : "");

    /// <summary>How well a lock is reached.</summary>
    public static string Reach(Reach reach) => reach switch
    {
        Coverage.Reach.OutOfReach => "out of reach",
        Coverage.Reach.Weak => "weak",
        Coverage.Reach.Unknown => "heard",
        _ => "good",
    };

    /// <summary>The class of a style for how well a lock is reached.</summary>
    public static string Style(Reach reach) => reach switch
    {
        Coverage.Reach.OutOfReach => "bad",
        Coverage.Reach.Weak => "warn",
        _ => "good",
    };

    /// <summary>When a lock that no gateway hears was last heard, and by which one.</summary>
    public string Past(HeardRow? row) => row == null ? "never heard" : $"last heard by {row.Gateway}, {Moment(row.HeardAt)}";

    /// <summary>What the last visit was like.</summary>
    public string Visit(HeardRow? row) => row?.VisitedAt is not { } at
        ? "none yet"
        : string.Create(CultureInfo.InvariantCulture,
            $"{Moment(at)} by {row.Gateway}, {row.Adapter}: heard after {row.HeardMs / MsPerSecond:0.0} s, connected in " +
            $"{row.ConnectMs / MsPerSecond:0.0} s{(row.Tries > 1 ? $" at try {row.Tries}" : "")}, {row.Transactions} messages");

    /// <summary>What is known of a gateway whose last report does not count.</summary>
    /// <param name="seenAt">When it last reported, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="minutes">For how many minutes a report counts.</param>
    public string Silence(long seenAt, int minutes) => window.IsLater(seenAt)
        ? "not known when it last reported, because a clock was ahead"
        : $"no report for more than {minutes} minutes";

    /// <summary>A time in the facility's local time; of one that is later than it can be, that it is not known.</summary>
    public string Moment(long at) => window.IsLater(at) ? "at an unknown time (a clock was ahead)" : Moments.Minute(at, time);
}
