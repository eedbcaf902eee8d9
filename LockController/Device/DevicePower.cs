using System;
using LockFirmware.LockController.Ports;
using nanoFramework.Runtime.Native;

namespace LockFirmware.LockController.Device;

/// <summary>
/// Reboot, random numbers and memory of the chip. Its Random is the hardware's generator, which is good while the radio is on.
/// </summary>
internal sealed class DevicePower : IPower
{
    private readonly Random _random = new Random();

    /// <inheritdoc/>
    public void Reboot() => Power.RebootDevice();

    /// <inheritdoc/>
    public void FillEntropy(byte[] target) => _random.NextBytes(target);

    /// <inheritdoc/>
    public void CompactMemory() => nanoFramework.Runtime.Native.GC.Run(true);
}
