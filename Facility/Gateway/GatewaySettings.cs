using System.ComponentModel.DataAnnotations;

namespace LockFirmware.Facility.Gateway;

/// <summary>How the gateway works.</summary>
public sealed class GatewaySettings
{
    private const int BackOffSecondsFirst = 15;
    private const int BackOffDoublingsMax = 16;

    /// <summary>"off": this process visits no lock by itself.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>From one visit of a lock to the next, seconds.</summary>
    [ConfigurationKeyName("GatewayIntervalSeconds")]
    [Range(5, 86_400)]
    public int IntervalSeconds { get; set; } = 300;

    /// <summary>How often the database is asked for what other processes want, seconds.</summary>
    [ConfigurationKeyName("GatewayPollSeconds")]
    [Range(1, 3600)]
    public int PollSeconds { get; set; } = 5;

    /// <summary>Visits at the same time.</summary>
    [ConfigurationKeyName("GatewayParallel")]
    [Range(1, 64)]
    public int ParallelMax { get; set; } = 4;

    /// <summary>How long a lock stays with a gateway that gives no sign of life, seconds.</summary>
    [ConfigurationKeyName("GatewayLeaseSeconds")]
    [Range(30, 3600)]
    public int LeaseSeconds { get; set; } = 120;

    /// <summary>The longest wait after failures, seconds.</summary>
    [ConfigurationKeyName("GatewayBackOffSeconds")]
    [Range(BackOffSecondsFirst, 86_400)]
    public int BackOffSecondsMax { get; set; } = 3600;

    /// <summary>Whether this process visits no lock by itself.</summary>
    public bool IsOff => string.Equals(Gateway, "off", StringComparison.OrdinalIgnoreCase);

    /// <summary>How long to wait after failures, seconds: twice as long after each, within a bound, and never all locks at once.</summary>
    /// <param name="failureCount">Failures in a row, 1 or more.</param>
    /// <param name="chance">0 to below 1, drawn anew each time.</param>
    public int BackOffSeconds(int failureCount, double chance)
    {
        long whole = Math.Min(BackOffSecondsMax, (long)BackOffSecondsFirst << Math.Min(failureCount - 1, BackOffDoublingsMax));
        return (int)(whole / 2 + whole / 2 * chance);
    }
}
