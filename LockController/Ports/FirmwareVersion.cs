namespace LockFirmware.LockController.Ports;

/// <summary>The version of this firmware, as Identity, Status and the Boot event contain it.</summary>
public static class FirmwareVersion
{
    /// <summary>Rises with incompatible changes.</summary>
    public const byte Major = 0;

    /// <summary>Rises with new features.</summary>
    public const byte Minor = 1;

    /// <summary>Rises with corrections.</summary>
    public const byte Patch = 0;

    /// <summary>Major, minor and patch, 8 bits each.</summary>
    public const uint Packed = (Major << 16) | (Minor << 8) | Patch;
}
