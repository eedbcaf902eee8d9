using System;
using System.Device.Gpio;
using System.Threading;
using LockFirmware.LockController.Device;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Gpio;
using LockFirmware.LockController.Storage;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController;

/// <summary>The program on a device.</summary>
public static class Program
{
    // The file with the setup secret, which the installer's cable left on the internal storage.
    private const string SetupFileName = "setup.bin";

    /// <summary>Boots the lock and never returns.</summary>
    public static void Main()
    {
        DeviceUptime uptime = new DeviceUptime();
        GpioController pins = new GpioController();
        Egress egress = new Egress(new GpioDoor(pins, uptime));
        // The way out is served first, before anything else can fail, and with the highest priority.
        DevicePower power = new DevicePower();
        Supervisor supervisor = new Supervisor(egress, power, uptime.Milliseconds);
        Thread wayOut = new Thread(new EgressLoop(egress, uptime, supervisor).Run) { Priority = ThreadPriority.Highest };
        wayOut.Start();
        new Thread(new SupervisorLoop(supervisor, uptime).Run) { Priority = ThreadPriority.AboveNormal }.Start();
        FaultLight? light = null;
        try
        {
            GpioSignals signals = new GpioSignals(pins);
            UnusedPinParts.LetGo();
            light = new FaultLight(signals);
            Start(egress, signals, uptime, power, supervisor).Run();
        }
        catch (Exception exception)
        {
            // A lock that could not start admits nobody. The way out is still served until the supervisor reboots the board.
            supervisor.Lock.Report(exception);
        }
        supervisor.Lock.End();
        while (true)
        {
            Thread.Sleep(SignalPattern.SlotMs);
            light?.Tick(uptime.Milliseconds);
        }
    }

    private static Firmware Start(Egress egress, GpioSignals signals, DeviceUptime uptime, DevicePower power, Supervisor supervisor)
    {
        DeviceFiles files = new DeviceFiles(supervisor.Lock);
        supervisor.Files = new DeviceFiles(supervisor.Own);
        supervisor.NoteEarlierStarts(files.Read(FaultNote.FileName));
        files.MakeFolders();
        byte[]? setupSecret = files.Read(SetupFileName);
        bool isEmpty = setupSecret == null || setupSecret.Length != KeyCrypto.Hmac.HashSize;
        byte[] secret = isEmpty ? RandomSecret(power) : setupSecret!;
        LockParts parts = new LockParts(new SlottedRecords(files), new EventRing(files), new DeviceClock(), egress, power, secret)
        {
            Signals = signals,
            Files = files,
            Faults = supervisor.Lock,
            IsStorageEmpty = isEmpty,
        };
        return new Firmware(parts, uptime, Board.Name, supervisor);
    }

    /// <summary>A setup secret that nobody knows, for a lock without its setup file. It stays locked; its request-to-exit works.</summary>
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
