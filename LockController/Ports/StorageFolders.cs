namespace LockFirmware.LockController.Ports;

/// <summary>
/// The folders of the internal storage. littlefs keeps a log for each folder and rewrites all of the folder's small files when
/// the log is full. Files that change often therefore have a folder of their own (figures in docs/reliability.md).
/// </summary>
public static class StorageFolders
{
    /// <summary>The records of the lock's memory.</summary>
    public const string Records = "records";

    /// <summary>The newest events. Before a latch moves, only this folder is written.</summary>
    public const string Tail = "tail";

    /// <summary>The older events, in segments.</summary>
    public const string Ring = "ring";

    /// <summary>Every folder.</summary>
    public static string[] All() => new string[] { Records, Tail, Ring };
}
