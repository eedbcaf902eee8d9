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
