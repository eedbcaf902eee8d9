using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace nanoFramework.Device.Bluetooth;

/// <summary>
/// The one GATT server of a device. <see cref="VirtualAir.Current"/> decides which virtual board it belongs to. Pairing is not
/// modelled. Source: nanoFramework.Device.Bluetooth, BluetoothLEServer.
/// </summary>
public class BluetoothLEServer : IDisposable
{
    private readonly RadioLife _life;

    internal BluetoothLEServer(RadioLife life) => _life = life;

    /// <summary>The server. The first read makes it, and forgets every characteristic made before.</summary>
    /// <exception cref="InvalidOperationException">No virtual board is booting in this execution context.</exception>
    public static BluetoothLEServer Instance => VirtualAir.CurrentLife.TouchServer();

    /// <summary>The name. The advertised name is the one at the moment when the advertising parameters are made.</summary>
    public string DeviceName
    {
        get => _life.DeviceName;
        set => _life.DeviceName = value;
    }

    /// <summary>The appearance number.</summary>
    public ushort Appearance
    {
        get => _life.Appearance;
        set => _life.Appearance = value;
    }

    /// <summary>The link to the central that is connected.</summary>
    public GattSession Session { get; } = new(new BluetoothDeviceId(0));

    /// <summary>All services, Device Information among them; a copy.</summary>
    public GattServiceProvider[] Services => _life.Services;

    /// <summary>Finds a service.</summary>
    /// <param name="serviceUuid">Its UUID.</param>
    /// <returns>The provider, or null.</returns>
    public GattServiceProvider? GetServiceByUUID(Guid serviceUuid) =>
        Array.Find(Services, provider => provider.Service.Uuid == serviceUuid);

    /// <summary>Starts the radio. StartAdvertising does it as well.</summary>
    public void Start() => _life.StartStack();

    /// <summary>Stops the radio and so drops the central.</summary>
    public void Stop() => _life.StopStack();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the radio and forgets services and server.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        Stop();
        if (disposing)
            _life.ForgetServer();
    }
}
