using System;
using System.Device.Gpio;
using System.Threading;
using LockFirmware.LockController.Device;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Gpio;
using LockFirmware.LockController.Storage;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController;

/// <summary>The program on a device.</summary>
public static class Program
{
    // The setup secret that the installer's cable left on the internal storage.
    private const string SetupFileName = "setup.bin";

    /// <summary>Boots the lock and never returns.</summary>
    public static void Main()
    {
        DeviceUptime uptime = new DeviceUptime();
        GpioController pins = new GpioController();
        Egress egress = new Egress(new GpioDoor(pins, uptime));
        // Before anything else can fail, and above all that may keep the processor busy.
        DevicePower power = new DevicePower();
        Supervisor supervisor = new Supervisor(egress, power, uptime.Milliseconds);
        Thread wayOut = new Thread(new EgressLoop(egress, uptime, supervisor).Run) { Priority = ThreadPriority.Highest };
        wayOut.Start();
        new Thread(new SupervisorLoop(supervisor, uptime).Run) { Priority = ThreadPriority.AboveNormal }.Start();
        try
        {
            Start(egress, new GpioSignals(pins), uptime, power, supervisor).Run();
        }
        catch (Exception exception)
        {
            // A lock that could not start lets nobody in; the way out is served without it, until the supervisor starts all anew.
            supervisor.Lock.Report(exception);
        }
        supervisor.Lock.End();
        Thread.Sleep(Timeout.Infinite);
    }

    private static Firmware Start(Egress egress, GpioSignals signals, DeviceUptime uptime, DevicePower power, Supervisor supervisor)
    {
        DeviceFiles files = new DeviceFiles(supervisor.Lock);
        supervisor.Files = new DeviceFiles(supervisor.Own);
        files.MakeFolders();
        byte[]? setupSecret = files.Read(SetupFileName);
        bool isEmpty = setupSecret == null || setupSecret.Length != KeyCrypto.Hmac.HashSize;
        LockParts parts = new LockParts(new SlottedRecords(files), new EventRing(files), new DeviceClock(), egress, power, isEmpty ? RandomSecret(power) : setupSecret!)
        {
            Signals = signals,
            Files = files,
            Faults = supervisor.Lock,
            IsStorageEmpty = isEmpty,
        };
        return new Firmware(parts, uptime, Board.Name, supervisor);
    }

    /// <summary>Without a setup file nobody knows the secret: the lock stays locked, and its request-to-exit alive.</summary>
    private static byte[] RandomSecret(DevicePower power)
    {
        byte[] half = new byte[KeyCrypto.Hmac.HashSize / 2];
        byte[] secret = new byte[KeyCrypto.Hmac.HashSize];
        power.FillEntropy(half);
        KeyCrypto.Bytes.Append(secret, 0, half);
        power.FillEntropy(half);
        KeyCrypto.Bytes.Append(secret, half.Length, half);
        return secret;
    }
}
