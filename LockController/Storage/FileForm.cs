namespace LockFirmware.LockController.Storage;

/// <summary>What was found when a file was read.</summary>
internal enum FileForm : byte
{
    /// <summary>There is no such file.</summary>
    Absent = 0,

    /// <summary>There may be one, and it cannot be read now. It must not be replaced: it may be whole.</summary>
    Unreadable = 1,

    /// <summary>There is one that is not complete, or whose check does not fit.</summary>
    Damaged = 2,

    /// <summary>Complete and not corrupt.</summary>
    Whole = 3,

    /// <summary>Complete and of a later version.</summary>
    TooNew = 4,
}
