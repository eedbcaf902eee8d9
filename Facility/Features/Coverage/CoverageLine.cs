using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Features.Coverage;

/// <summary>How well the gateways reach a lock. From the worst to the best.</summary>
public enum Reach
{
    /// <summary>No gateway has heard it lately.</summary>
    OutOfReach = 0,

    /// <summary>The gateway that hears it best hears it weakly.</summary>
    Weak = 1,

    /// <summary>It is heard, and no adapter tells how strongly.</summary>
    Unknown = 2,

    /// <summary>It is heard well enough.</summary>
    Good = 3,
}

/// <summary>One lock on the page.</summary>
/// <param name="Id">The lock.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reach">How well it is reached.</param>
/// <param name="Heard">Which gateways have heard it lately, the best first.</param>
/// <param name="Past">The gateway that heard it last, where none has lately; null for never.</param>
/// <param name="Visit">Its last visit over Bluetooth; null for never.</param>
public sealed record CoverageLine(long Id, string Name, Reach Reach, IReadOnlyList<HeardRow> Heard, HeardRow? Past, HeardRow? Visit)
{
    /// <summary>A signal weaker than this is called weak, dBm.</summary>
    public const int WeakBelow = -85;

    /// <summary>How well a lock is reached by its best signal; null if no gateway hears it.</summary>
    public static Reach ReachOf(int? best) => best switch
    {
        null => Reach.OutOfReach,
        HeardRow.SignalUnknown => Reach.Unknown,
        < WeakBelow => Reach.Weak,
        _ => Reach.Good,
    };
}
