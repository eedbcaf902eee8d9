using System;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Device;

/// <summary>Monotonic time of the runtime.</summary>
internal sealed class DeviceUptime : IUptime
{
    /// <inheritdoc/>
    public long Milliseconds => Environment.TickCount64;
}
