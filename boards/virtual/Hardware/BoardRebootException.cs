namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>Ends the firmware's thread where a device would restart and never return.</summary>
public sealed class BoardRebootException : Exception
{
}
