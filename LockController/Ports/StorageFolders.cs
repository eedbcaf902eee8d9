namespace LockFirmware.LockController.Ports;

/// <summary>
/// The folders of the internal storage. littlefs keeps a log for each and rewrites all of its small files when that is
/// full, so what changes often stands apart from what does not (docs/reliability.md gives the figures).
/// </summary>
public static class StorageFolders
{
    /// <summary>The records of the lock's memory.</summary>
    public const string Records = "records";

    /// <summary>The newest events, which are all that is written before a latch moves.</summary>
    public const string Tail = "tail";

    /// <summary>The settled events.</summary>
    public const string Ring = "ring";

    /// <summary>Every folder.</summary>
    public static string[] All() => new string[] { Records, Tail, Ring };
}
