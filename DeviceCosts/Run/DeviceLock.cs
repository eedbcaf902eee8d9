using System.Reflection;
using System.Runtime.Loader;
using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.DeviceCosts.Libraries.Bluetooth;
using LockFirmware.DeviceCosts.Libraries.Bluetooth.Gatt;
using LockFirmware.DeviceCosts.Libraries.Gpio;
using LockFirmware.KeyCrypto;

namespace LockFirmware.DeviceCosts.Run;

/// <summary>
/// A device that runs the firmware's own program, with all its threads, in a time that the caller drives. There is one at a time in a
/// process: whoever uses it holds <see cref="OneAtATime"/>.
/// </summary>
public sealed class DeviceLock : IDisposable
{
    /// <summary>A mutex for all devices of the process.</summary>
    public static readonly object OneAtATime = new();

    private readonly DeviceKernel _kernel = new();
    private readonly FirmwareContext _firmware;

    /// <summary>Turns the power on and lets the firmware start.</summary>
    /// <param name="image">The firmware.</param>
    /// <param name="disk">The internal storage.</param>
    /// <exception cref="InvalidOperationException">The firmware does not advertise.</exception>
    public DeviceLock(FirmwareImage image, DeviceDisk disk)
    {
        Disk = disk;
        DeviceKernel.Current = _kernel;
        Meter.Prepare(image);
        DeviceDisk.Current = disk;
        DevicePins.Current = new DevicePins();
        BluetoothStack.Current = new BluetoothStack();
        Libraries.Native.DateTime.Offset = TimeSpan.Zero;
        _firmware = new FirmwareContext(image);
        SetPins(_firmware.Program.GetType("LockFirmware.LockController.Gpio.Board")!);
        MethodInfo main = _firmware.Program.GetType("LockFirmware.LockController.Program")!.GetMethod("Main")!;
        _kernel.Start(new DeviceThread("lock", ThreadPriority.Normal, null), main.CreateDelegate<Action>());
        _kernel.Settle();
        if (BluetoothStack.Current.Server == null)
            throw new InvalidOperationException("The firmware does not advertise.");
    }

    /// <summary>The internal storage.</summary>
    public DeviceDisk Disk { get; }

    /// <summary>How often the firmware has moved its memory together.</summary>
    public static int Compactions => Libraries.Native.GC.Runs;

    /// <summary>Whether the firmware has asked for a reboot. Another device goes on with the same disk.</summary>
    public bool HasRebooted => _kernel.HasRebooted;

    /// <summary>The firmware's assemblies.</summary>
    internal IEnumerable<Assembly> Firmware => [_firmware.KeyCrypto, _firmware.Program];

    /// <summary>Lets time pass.</summary>
    public void Pass(int ms) => _kernel.Pass(ms);

    /// <summary>Lets time pass quickly, where nothing is counted.</summary>
    public void Rest(int ms) => _kernel.Rest(ms);

    /// <summary>A central connects and exchanges the MTU.</summary>
    public void Connect(int mtu)
    {
        _kernel.IsConnected = true;
        BluetoothLEServer.Instance.Session.OnStatus(GattSessionStatus.Active);
        BluetoothLEServer.Instance.Session.OnMtu((ushort)mtu);
        _kernel.Settle();
    }

    /// <summary>The central disconnects.</summary>
    public void Disconnect()
    {
        _kernel.IsConnected = false;
        BluetoothLEServer.Instance.Session.OnStatus(GattSessionStatus.Closed);
        _kernel.Pass(LockController.Firmware.TickMs);
    }

    /// <summary>A central reads a value.</summary>
    /// <exception cref="InvalidOperationException">It got an error or no answer.</exception>
    public byte[] Read(Guid uuid)
    {
        RadioAnswer answer = Find(uuid).Read();
        _kernel.Settle();
        return answer.Value ?? throw new InvalidOperationException($"The lock does not let {uuid} be read: error {answer.Error}.");
    }

    /// <summary>A central writes a value.</summary>
    /// <exception cref="InvalidOperationException">It got an error or no answer.</exception>
    public void Write(Guid uuid, byte[] value)
    {
        RadioAnswer answer = Find(uuid).Write(value);
        if (answer.Value == null)
            throw new InvalidOperationException($"The lock does not let {uuid} be written: error {answer.Error}.");
        _kernel.Settle();
    }

    /// <summary>A central writes a value while the lock's thread does something else.</summary>
    /// <returns>False when the lock refuses it.</returns>
    public static bool TryWriteWhileBusy(Guid uuid, byte[] value) => Find(uuid).Write(value).Value != null;

    /// <inheritdoc/>
    public void Dispose() => _kernel.Stop();

    private static GattLocalCharacteristic Find(Guid uuid)
    {
        ArrayList all = BluetoothStack.Current.Characteristics;
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i] is GattLocalCharacteristic one && one.Uuid == uuid)
                return one;
        }
        throw new InvalidOperationException($"The lock has no characteristic {uuid}.");
    }

    /// <summary>The door is closed, the bolt follows the latch, nobody presses a button, and there is no fire.</summary>
    private static void SetPins(Type board)
    {
        Set("RequestToExitPin", true);
        Set("FireReleasePin", false);
        Set("DoorContactPin", !Is("DoorContactOpenIsHigh"));
        Set("BoltSensorPin", !Is("BoltSensorReleasedIsHigh"));
        Set("TamperPin", false);
        Set("ResetButtonPin", true);
        DevicePins.Current.Link = (Pin("LatchPin"), Pin("BoltSensorPin"), Is("BoltSensorReleasedIsHigh"));

        bool Is(string name) => (bool)board.GetField(name)!.GetRawConstantValue()!;

        int Pin(string name) => (int)board.GetField(name)!.GetRawConstantValue()!;

        void Set(string name, bool isHigh)
        {
            int pin = Pin(name);
            if (pin >= 0)
                DevicePins.Current.IsHigh[pin] = isHigh;
        }
    }

    private sealed class FirmwareContext : AssemblyLoadContext
    {
        internal FirmwareContext(FirmwareImage image) : base(isCollectible: true)
        {
            KeyCrypto = LoadFromStream(new MemoryStream(image.KeyCrypto));
            Program = LoadFromStream(new MemoryStream(image.LockController));
        }

        internal Assembly KeyCrypto { get; }

        internal Assembly Program { get; }

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == nameof(LockFirmware.KeyCrypto) ? KeyCrypto : null;
    }
}
