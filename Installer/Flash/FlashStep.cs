namespace LockFirmware.InstallerTool.Flash;

/// <summary>The steps that write a lock, in their order. Their names stand in flash.json and in board.json.</summary>
internal static class FlashStep
{
    /// <summary>Erases the flash and writes the runtime.</summary>
    public const string Firmware = "firmware";

    /// <summary>Writes the setup secret and the identity.</summary>
    public const string Files = "files";

    /// <summary>Writes the application.</summary>
    public const string Application = "application";

    /// <summary>The lock said over its radio which identity it has. lockctl has no command for nanoff in this step.</summary>
    public const string ReadBack = "readback";

    /// <summary>The steps that nanoff does.</summary>
    public static readonly string[] Written = [Firmware, Files, Application];
}
