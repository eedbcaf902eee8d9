using System.Globalization;

namespace LockFirmware.Facility.Gateway;

/// <summary>How the gateway works; every value comes from a setting under "Facility:".</summary>
/// <param name="IsOff">Whether this process visits no lock by itself: Gateway is "off".</param>
/// <param name="IntervalSeconds">From one visit of a lock to the next: GatewayIntervalSeconds, 5..86400.</param>
/// <param name="PollSeconds">How often the database is asked for what other processes want: GatewayPollSeconds, 1..3600.</param>
/// <param name="ParallelMax">Visits at the same time: GatewayParallel, 1..64.</param>
/// <param name="LeaseSeconds">How long a lock is this gateway's without a sign of life: GatewayLeaseSeconds, 30..3600.</param>
/// <param name="BackOffSecondsMax">The longest wait after failures: GatewayBackOffSeconds, 15..86400.</param>
public sealed record GatewaySettings(bool IsOff, int IntervalSeconds, int PollSeconds, int ParallelMax, int LeaseSeconds,
    int BackOffSecondsMax)
{
    private const int BackOffSecondsFirst = 15;
    private const int BackOffDoublingsMax = 16;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidDataException">One is out of range; the message says which.</exception>
    public static GatewaySettings Read(IConfiguration configuration) => new(
        string.Equals(configuration["Facility:Gateway"], "off", StringComparison.OrdinalIgnoreCase),
        Number(configuration, "GatewayIntervalSeconds", 300, 5, 86_400),
        Number(configuration, "GatewayPollSeconds", 5, 1, 3600),
        Number(configuration, "GatewayParallel", 4, 1, 64),
        Number(configuration, "GatewayLeaseSeconds", 120, 30, 3600),
        Number(configuration, "GatewayBackOffSeconds", 3600, BackOffSecondsFirst, 86_400));

    /// <summary>How long to wait after failures, seconds: twice as long after each, within a bound, and never all locks at once.</summary>
    /// <param name="failureCount">Failures in a row, 1 or more.</param>
    /// <param name="chance">0 to below 1, drawn anew each time.</param>
    public int BackOffSeconds(int failureCount, double chance)
    {
        long whole = Math.Min(BackOffSecondsMax, (long)BackOffSecondsFirst << Math.Min(failureCount - 1, BackOffDoublingsMax));
        return (int)(whole / 2 + whole / 2 * chance);
    }

    private static int Number(IConfiguration configuration, string name, int usual, int min, int max)
    {
        string? text = configuration["Facility:" + name];
        if (string.IsNullOrEmpty(text))
            return usual;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new InvalidDataException(
                $"The setting Facility:{name} is \"{text}\". Give a number from {min} to {max}, or leave it out for {usual}.");
    }
}
