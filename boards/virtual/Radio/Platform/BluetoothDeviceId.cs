namespace nanoFramework.Device.Bluetooth;

/// <summary>Names a remote device; in a GATT server it is the connection handle.</summary>
public class BluetoothDeviceId
{
    private readonly int _id;

    internal BluetoothDeviceId(int deviceId) => _id = deviceId;

    /// <summary>Wraps a number.</summary>
    /// <param name="deviceId">Any number; a connection handle in a GATT server.</param>
    /// <returns>The id.</returns>
    public static BluetoothDeviceId FromId(int deviceId) => new(deviceId);

    /// <summary>The number given.</summary>
    public int Id => _id;

    /// <summary>Always false: the platform has Bluetooth LE only.</summary>
    public bool IsClassicDevice => false;

    /// <summary>Always true.</summary>
    public bool IsLowEnergyDevice => true;
}
