namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// The link to the central. A server has one for all its life; it outlives every connection.
/// Source: nanoFramework.Device.Bluetooth, GattSession.
/// </summary>
public class GattSession
{
    internal GattSession(BluetoothDeviceId deviceId) => DeviceId = deviceId;

    /// <summary>Hears of a central that came or went. Called on the event thread.</summary>
    /// <param name="sender">The session.</param>
    /// <param name="args">What happened.</param>
    public delegate void GattSessionStatusChangedEventHandler(object sender, GattSessionStatusChangedEventArgs args);

    /// <summary>A central came or went.</summary>
    public event GattSessionStatusChangedEventHandler? SessionStatusChanged;

    /// <summary>An MTU exchange was done.</summary>
    public event EventHandler? MaxPduSizeChanged;

    /// <summary>The id it was made with; 0 for the server's own session.</summary>
    public BluetoothDeviceId DeviceId { get; }

    /// <summary>
    /// The MTU of the last exchange, in bytes. Traps: 0 until the first exchange ever; a new connection starts at 23 again
    /// but this keeps the old number; the session of a subscribed client stays at 0.
    /// </summary>
    public ushort MaxMtuSize { get; private set; }

    /// <summary>Makes a session that nothing ever updates.</summary>
    /// <param name="deviceId">Its id.</param>
    /// <returns>The session.</returns>
    public static GattSession FromDeviceId(BluetoothDeviceId deviceId) => new(deviceId);

    internal void OnStatus(GattSessionStatus status) =>
        SessionStatusChanged?.Invoke(this, new GattSessionStatusChangedEventArgs(status));

    internal void OnMtu(ushort mtu)
    {
        MaxMtuSize = mtu;
        MaxPduSizeChanged?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>Tells of a central that came or went.</summary>
public class GattSessionStatusChangedEventArgs
{
    internal GattSessionStatusChangedEventArgs(GattSessionStatus status) => Status = status;

    /// <summary>Active: it came. Closed: it went.</summary>
    public GattSessionStatus Status { get; }

    /// <summary>Always Success.</summary>
    public BluetoothError Error => BluetoothError.Success;
}
