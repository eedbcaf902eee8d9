using System.ComponentModel.DataAnnotations;

namespace LockFirmware.Facility.Gateway;

/// <summary>The settings of the gateway.</summary>
public sealed class GatewaySettings
{
    private const int BackOffSecondsFirst = 15;
    private const int BackOffDoublingsMax = 16;
    private const int NameLengthMax = 64;
    private const int ListensThatCount = 3;

    /// <summary>The longest lease that a gateway may be set to, seconds.</summary>
    public const int LeaseSecondsMax = 3600;

    /// <summary>"off" if this process visits no locks.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>The time from one visit of a lock to the next, seconds.</summary>
    [ConfigurationKeyName("GatewayIntervalSeconds")]
    [Range(5, 86_400)]
    public int IntervalSeconds { get; set; } = 300;

    /// <summary>The time between two queries for locks that other processes have made due, seconds.</summary>
    [ConfigurationKeyName("GatewayPollSeconds")]
    [Range(1, 3600)]
    public int PollSeconds { get; set; } = 5;

    /// <summary>The maximum number of visits at the same time.</summary>
    [ConfigurationKeyName("GatewayParallel")]
    [Range(1, 64)]
    public int ParallelMax { get; set; } = 4;

    /// <summary>After what time another gateway may take over a lock from a gateway that has stopped, seconds.</summary>
    [ConfigurationKeyName("GatewayLeaseSeconds")]
    [Range(30, LeaseSecondsMax)]
    public int LeaseSeconds { get; set; } = 120;

    /// <summary>The longest wait after failed visits, seconds.</summary>
    [ConfigurationKeyName("GatewayBackOffSeconds")]
    [Range(BackOffSecondsFirst, 86_400)]
    public int BackOffSecondsMax { get; set; } = 3600;

    /// <summary>The name of this gateway in the portal; gateways of one facility have different names.</summary>
    [ConfigurationKeyName("GatewayName")]
    [Required]
    [StringLength(NameLengthMax)]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>The time from one listening for locks over Bluetooth to the next, seconds.</summary>
    [ConfigurationKeyName("GatewayListenSeconds")]
    [Range(30, 86_400)]
    public int ListenSeconds { get; set; } = 300;

    /// <summary>How long a report of what a gateway hears counts, seconds. It may miss a lock twice.</summary>
    public int HeardSeconds => ListensThatCount * ListenSeconds;

    /// <summary>Whether this process visits no locks.</summary>
    public bool IsOff => string.Equals(Gateway, "off", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The wait after failed visits, seconds. It doubles with each failure up to <see cref="BackOffSecondsMax"/>. Half of it is random, so
    /// that not all locks become due at once.
    /// </summary>
    /// <param name="failureCount">The number of failures in a row, from 1.</param>
    /// <param name="chance">A new random number, from 0 to below 1.</param>
    public int BackOffSeconds(int failureCount, double chance)
    {
        long whole = Math.Min(BackOffSecondsMax, (long)BackOffSecondsFirst << Math.Min(failureCount - 1, BackOffDoublingsMax));
        return (int)(whole / 2 + whole / 2 * chance);
    }
}
