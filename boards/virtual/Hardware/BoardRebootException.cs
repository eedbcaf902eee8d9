namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>Ends the firmware's thread at the point where a device would restart.</summary>
public sealed class BoardRebootException : Exception
{
}
