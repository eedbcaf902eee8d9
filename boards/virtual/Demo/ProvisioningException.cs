namespace LockFirmware.VirtualBoard.Demo;

/// <summary>A lock did not take its identity as a lock of this firmware does; the message says where it stopped.</summary>
internal sealed class ProvisioningException(string message) : Exception(message)
{
}
