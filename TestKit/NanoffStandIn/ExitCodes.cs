namespace LockFirmware.NanoffStandIn;

/// <summary>
/// The exit codes that the stand-in uses: nanoFirmwareFlasher.Library/ExitCodes.cs. A Unix shell and lockctl see them modulo 256.
/// </summary>
internal enum ExitCodes
{
    OK = 0,
    E2000 = 2000,
    E2002 = 2002,
    E2003 = 2003,
    E4000 = 4000,
    E4003 = 4003,
    E4005 = 4005,
    E6001 = 6001,
    E9000 = 9000,
    E9007 = 9007,
    E9008 = 9008,
}

/// <summary>What nanoff says for a code.</summary>
internal static class ExitCodesWords
{
    /// <summary>The display name of a code.</summary>
    public static string Words(this ExitCodes code) => code switch
    {
        ExitCodes.E2000 => "Error connecting to nano device.",
        ExitCodes.E2002 => "Error executing operation with nano device.",
        ExitCodes.E2003 => "Error executing file deployment on nano device.",
        ExitCodes.E4000 => "Error executing ESP32 serial command.",
        ExitCodes.E4003 => "Failed to write new firmware to ESP32.",
        ExitCodes.E4005 => "Failed to open specified COM port.",
        ExitCodes.E6001 => "Need to specify a COM port.",
        ExitCodes.E9000 => "Invalid or missing arguments.",
        ExitCodes.E9007 => "Error downloading firmware file.",
        ExitCodes.E9008 => "Couldn't find application file. Check the path.",
        _ => string.Empty,
    };
}
