using System;
using LockFirmware.LockController.Clock;

namespace LockFirmware.LockController.Device;

/// <summary>Monotonic time of the runtime.</summary>
internal sealed class DeviceUptime : IUptime
{
    /// <inheritdoc/>
    public long Milliseconds => Environment.TickCount64;
}
