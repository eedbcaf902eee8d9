namespace LockFirmware.LockController.Door;

/// <summary>What <see cref="BoltWatch"/> asks for.</summary>
public enum BoltVerdict : byte
{
    /// <summary>Nothing.</summary>
    Fine = 0,

    /// <summary>The bolt did not release: record it. The reason of a Jammed event.</summary>
    DidNotRelease = 1,

    /// <summary>The bolt did not secure: record it. The reason of a Jammed event.</summary>
    DidNotSecure = 2,

    /// <summary>The bolt has not followed yet: give the command a second time.</summary>
    Retry = 3,
}
