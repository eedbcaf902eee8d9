namespace LockFirmware.LockController.Door;

/// <summary>What is to be done about the bolt.</summary>
public enum BoltVerdict : byte
{
    /// <summary>Nothing.</summary>
    Fine = 0,

    /// <summary>It did not release; the reason of a Jammed event.</summary>
    DidNotRelease = 1,

    /// <summary>It did not secure; the reason of a Jammed event.</summary>
    DidNotSecure = 2,

    /// <summary>It has not followed yet: the command is to be given once more.</summary>
    TryAgain = 3,
}
