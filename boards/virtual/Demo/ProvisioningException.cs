namespace LockFirmware.VirtualBoard.Demo;

/// <summary>A lock could not be provisioned. The message says at which step.</summary>
internal sealed class ProvisioningException(string message) : Exception(message)
{
}
