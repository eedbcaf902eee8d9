using System;
using LockFirmware.LockController.Ports;
using nanoFramework.Runtime.Native;

namespace LockFirmware.LockController.Device;

/// <summary>The chip's clock. It keeps its time during a reboot; after a power cut it is far in the past.</summary>
internal sealed class DeviceClock : IHardwareClock
{
    // 2020-01-01T00:00:00Z in Unix seconds.
    private const long Epoch = 1577836800;

    /// <inheritdoc/>
    public uint Seconds
    {
        get
        {
            long seconds = DateTime.UtcNow.ToUnixTimeSeconds() - Epoch;
            return seconds < 0 ? 0 : seconds > uint.MaxValue ? uint.MaxValue : (uint)seconds;
        }
    }

    /// <inheritdoc/>
    public void Set(uint seconds) => Rtc.SetSystemTime(DateTime.FromUnixTimeSeconds(Epoch + seconds));
}
