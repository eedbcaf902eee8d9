using System;
using System.Device.Gpio;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.InstallerTool;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using LockFirmware.LockLink.Places;
using LockFirmware.TestKit.Run;
using LockFirmware.VirtualBoard.Bluez;
using LockFirmware.VirtualBoard.Hardware;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Air;

/// <summary>A new lock on one Bluetooth adapter of this computer and lockctl on another.</summary>
internal sealed class AirStage : IDisposable
{
    public const string Category = "Air";
    public const string Door = "Gate";

    // A radio that never answers fails the test after this time, so that the test ends.
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("air-").FullName;
    private readonly BluezPeripheral _peripheral;

    public AirStage()
    {
        string[] adapters = AirAdapters.Take(2, Assert.Inconclusive);
        Central = adapters[1];
        File.WriteAllLines(PathOf("locks.csv"), ["id,name,board,kind,exit,serialPort", $"7,{Door},esp32,entry,,"]);
        Run("facility", "new", "--name", "Yard", "--zone-rule", "UTC0").GetAwaiter().GetResult();
        Run("manifest", PathOf("locks.csv")).GetAwaiter().GetResult();
        string setupSecret = OfLock((_, door) => door.SetupSecret);
        Board = new HardwareBoard(new RealTime(), Convert.FromHexString(setupSecret));
        Board.PowerOn();
        _peripheral = BluezPeripheral.Start(Board.Air, adapters[0], AirAdapters.AdvertiseAgain);
    }

    public HardwareBoard Board { get; }

    public string Central { get; }

    public string Place => "ble:" + Central;

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Runs lockctl; it must end as expected.</summary>
    public async Task<string> Run(int code, params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        Terminal terminal = new(output, error, TextReader.Null, false, false);
        int ended = await Lockctl.RunAsync([.. args, "--facility", PathOf("facility.json")], terminal, CancellationToken.None);
        string all = output.ToString() + error;
        Assert.AreEqual(code, ended, $"lockctl {string.Join(' ', args)}: {all}");
        return all;
    }

    public Task<string> Run(params string[] args) => Run(0, args);

    /// <summary>Runs lockctl over the air.</summary>
    public Task<string> At(int code, params string[] args) => Run(code, [.. args, "--at", Place]);

    public Task<string> At(params string[] args) => At(0, args);

    /// <summary>Gives the lock its identity.</summary>
    public async Task ProvisionAsync()
    {
        Assert.Contains("has its identity", await At("provision", Door, "--set-time"));
        Assert.AreEqual("LF-7", Board.Air.DeviceName, "the name after the reboot");
    }

    /// <summary>A link to the lock, as a phone has it.</summary>
    public ILockLink Link() =>
        PlaceLinks.Make(LockPlace.TryRead(Place)!, OfLock((facility, door) => new SoughtLock(facility.FacilityId, door.Id)));

    /// <summary>A key that opens the lock now.</summary>
    public PhoneKey Key() => OfLock((facility, door) => FacilitySecrets.ServiceKeyOf(facility, door, 1, Rights.Unlock | Rights.Manage));

    public byte[] NoticeSecret => OfLock((facility, door) => FacilitySecrets.SecretsOf(facility, door, 1).NoticeSecret);

    /// <summary>This computer's time for the lock, under its challenge.</summary>
    public byte[] TimeFor(byte[] challengeFrame)
    {
        LocalTime.TrySeconds(DateTime.UtcNow, out uint now);
        return FacilityTime.Make(NoticeSecret, challengeFrame, now);
    }

    /// <summary>Waits until BlueZ has no connection to the lock any more.</summary>
    public async Task HungUpAsync(CancellationToken cancel)
    {
        await using BluezBus bluez = await BluezBus.OpenAsync(cancel);
        while (HeardLock.Of(await bluez.ObjectsAsync(cancel), [Central]).Any(one => one.IsConnected))
            await bluez.WaitForChangeAsync(HangTimeout, cancel);
    }

    /// <summary>Waits until the latch has been released.</summary>
    public async Task LatchAsync(Func<Task> act)
    {
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(int pin, PinValue level)
        {
            if (Board.Door.IsReleased)
                released.TrySetResult();
        }
        Board.Pins.OutputChanged += Look;
        await act();
        await released.Task.WaitAsync(HangTimeout);
        Board.Pins.OutputChanged -= Look;
    }

    private T OfLock<T>(Func<FacilityData, FacilityLock, T> of)
    {
        using FacilityFileStore store = FacilityFileStore.Open(PathOf("facility.json"), _ => { }, forWriting: false);
        return of(store.Facility, store.Facility.Locks.Single());
    }

    public void Dispose()
    {
        _peripheral.Dispose();
        Board.Dispose();
        Directory.Delete(_folder, true);
    }
}
