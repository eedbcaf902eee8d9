namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// The result of taking in a batch (docs/protocol.md, 7). Up to <see cref="CorruptEvent"/> the batch was taken in; above, none of its
/// events was.
/// </summary>
public enum BatchStatus : byte
{
    /// <summary>Taken in. No event before it is missing.</summary>
    Ok = 0,

    /// <summary>Taken in. Every event of it was stored before.</summary>
    Duplicate = 1,

    /// <summary>Taken in. Events before it are missing, and no event says that they were dropped.</summary>
    Gap = 2,

    /// <summary>Taken in. The check value of at least one event is wrong: it was damaged in the lock.</summary>
    CorruptEvent = 3,

    /// <summary>There are too many gaps to remember. Keep the batch, read the missing events, then take the batch in again.</summary>
    TooScattered = 4,

    /// <summary>The secrets of its generation are unknown, or the generation is not one of this lock.</summary>
    GenerationUnknown = 5,

    /// <summary>An alert: the length or the MAC is wrong. Keep the batch.</summary>
    NotAuthentic = 6,

    /// <summary>An alert: the batch is authentic, but its numbers contradict each other. Keep the batch.</summary>
    Inconsistent = 7,

    /// <summary>An alert: the batch is authentic and not late, but its head is lower than before. Keep the batch.</summary>
    LowerHead = 8,

    /// <summary>An alert: the batch is authentic and not late, but its boot count is lower than before. Keep the batch.</summary>
    LowerBootCount = 9,

    /// <summary>An alert: the batch is authentic and not late, but its generation is lower than before. Keep the batch.</summary>
    LowerGeneration = 10,
}
