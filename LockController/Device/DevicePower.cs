using System;
using LockFirmware.LockController.Ports;
using nanoFramework.Runtime.Native;

namespace LockFirmware.LockController.Device;

/// <summary>Reboot and random numbers of the chip. Its Random is the hardware's generator, which is good while the radio is on.</summary>
internal sealed class DevicePower : IPower
{
    private readonly Random _random = new Random();

    /// <inheritdoc/>
    public void Reboot() => Power.RebootDevice();

    /// <inheritdoc/>
    public void FillEntropy(byte[] target) => _random.NextBytes(target);
}
