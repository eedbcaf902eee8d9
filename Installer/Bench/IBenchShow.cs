namespace LockFirmware.InstallerTool.Bench;

/// <summary>What is known of one port.</summary>
/// <param name="Port">The port.</param>
/// <param name="Chip">The chip on it; empty while it is not known.</param>
/// <param name="LockId">The number of the lock that the board becomes; null for none.</param>
/// <param name="LockName">Its name; empty for none.</param>
/// <param name="State">What happens, or what happened.</param>
/// <param name="Kind">How to show it.</param>
internal sealed record BenchRow(string Port, string Chip, uint? LockId, string LockName, string State, BenchRowKind Kind)
{
    /// <summary>The lock for people; empty for none.</summary>
    public string Lock => LockId == null ? string.Empty : $"{LockName} ({LockId})";
}

/// <summary>How a port is doing.</summary>
internal enum BenchRowKind
{
    /// <summary>Something is being done.</summary>
    Busy,

    /// <summary>Its lock is done: take it out.</summary>
    Done,

    /// <summary>Nothing is done with this board.</summary>
    LeftAlone,

    /// <summary>Something failed.</summary>
    Failed,
}

/// <summary>Shows a bench. The calls may come from any thread.</summary>
internal interface IBenchShow
{
    /// <summary>A port changed.</summary>
    void Row(BenchRow row);

    /// <summary>There is nothing on a port any more.</summary>
    void Empty(string port);

    /// <summary>How many locks are done.</summary>
    void Count(int done, int all);

    /// <summary>Prepares the display, does the work, and restores the display.</summary>
    Task RunAsync(Func<Task> work);
}
