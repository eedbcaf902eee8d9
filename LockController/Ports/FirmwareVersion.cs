namespace LockFirmware.LockController.Ports;

/// <summary>The version of this firmware, as Identity, Status and the Boot event tell it.</summary>
public static class FirmwareVersion
{
    /// <summary>Incompatible changes.</summary>
    public const byte Major = 0;

    /// <summary>New abilities.</summary>
    public const byte Minor = 1;

    /// <summary>Corrections.</summary>
    public const byte Patch = 0;

    /// <summary>For people.</summary>
    public const string Text = "0.1.0";

    /// <summary>Packed for the audit trail: major, minor, patch, 8 bits each.</summary>
    public const uint Packed = (Major << 16) | (Minor << 8) | Patch;
}
