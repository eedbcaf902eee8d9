namespace LockFirmware.LockController.Storage;

/// <summary>What was found when a <see cref="SealedFile"/> was read.</summary>
internal enum FileForm : byte
{
    /// <summary>There is no such file.</summary>
    Absent = 0,

    /// <summary>There is one that cannot be read, or whose check does not fit.</summary>
    Damaged = 1,

    /// <summary>Complete and not corrupt.</summary>
    Whole = 2,

    /// <summary>Complete and of a later version.</summary>
    TooNew = 3,
}
