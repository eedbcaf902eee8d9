namespace LockFirmware.LockLink.Bluez;

/// <summary>How long a link waits. Every wait has its end.</summary>
public sealed record BluezLimits
{
    /// <summary>For an adapter that serves another lock.</summary>
    public TimeSpan Adapter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For the lock to be heard.</summary>
    public TimeSpan Heard { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How much longer other locks are listened for when the one heard is not certainly the one that is looked for.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For one connection until its values are known.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Between two tries to connect.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For one read or write.</summary>
    public TimeSpan Operation { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For a call that only asks or stops.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a connection is begun.</summary>
    public int TriesMax { get; init; } = 4;
}
