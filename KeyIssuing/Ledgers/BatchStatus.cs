using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>What became of a batch (docs/protocol.md, 7). Up to <see cref="RottenEvent"/> it was taken in; above, nothing of it was.</summary>
public enum BatchStatus : byte
{
    /// <summary>Taken in; nothing is missing before it.</summary>
    Ok = 0,

    /// <summary>Every event of it was there before.</summary>
    Duplicate = 1,

    /// <summary>Taken in, but events before it are missing and no record says that they were dropped.</summary>
    Gap = 2,

    /// <summary>Taken in, but the check value of one or more events does not fit: they rotted in the lock.</summary>
    RottenEvent = 3,

    /// <summary>Too many gaps to remember: keep the batch, read what is missing, and hand it in again.</summary>
    TooScattered = 4,

    /// <summary>The secrets of its generation are unknown, or the generation is not one of this lock's.</summary>
    GenerationUnknown = 5,

    /// <summary>Its length or mac is wrong: an alert; keep it.</summary>
    NotAuthentic = 6,

    /// <summary>Authentic, but its numbers contradict each other: an alert; keep it.</summary>
    Inconsistent = 7,

    /// <summary>Authentic, but its head is lower than one seen before, and it is not merely late: an alert; keep it.</summary>
    LowerHead = 8,

    /// <summary>Authentic, but its boot count is lower than one seen before, and it is not merely late: an alert; keep it.</summary>
    LowerBootCount = 9,

    /// <summary>Authentic, but of an earlier generation, and it is not merely late: an alert; keep it.</summary>
    LowerGeneration = 10,
}
