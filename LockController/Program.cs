using System.Device.Gpio;
using LockFirmware.LockController.Device;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Gpio;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController;

/// <summary>The program on a device.</summary>
public static class Program
{
    // What a working memory of 54 KB has room for.
    private const int EventCount = 128;

    /// <summary>Boots the lock and never returns.</summary>
    public static void Main()
    {
        DeviceUptime uptime = new DeviceUptime();
        GpioDoor door = new GpioDoor(new GpioController(), uptime);
        DevicePower power = new DevicePower();
        byte[] setupSecret = SetupFile.Read() ?? RandomSecret(power);
        LockParts parts = new LockParts(new RecordMemory(), new EventMemory(EventCount), new DeviceClock(), door, power, setupSecret);
        new Firmware(parts, uptime, Board.Name).Run();
    }

    /// <summary>Without a setup file nobody knows the secret: the lock stays locked, and its request-to-exit alive.</summary>
    private static byte[] RandomSecret(DevicePower power)
    {
        byte[] secret = new byte[KeyCrypto.Hmac.HashSize];
        power.FillEntropy(secret);
        return secret;
    }
}
