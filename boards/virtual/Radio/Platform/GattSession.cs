namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// The link to the central. A server has one session for as long as it exists; the session does not end with a connection.
/// Source: nanoFramework.Device.Bluetooth, GattSession.
/// </summary>
public class GattSession
{
    internal GattSession(BluetoothDeviceId deviceId) => DeviceId = deviceId;

    /// <summary>Handles that a central has connected or disconnected. Called on the event thread.</summary>
    /// <param name="sender">The session.</param>
    /// <param name="args">What happened.</param>
    public delegate void GattSessionStatusChangedEventHandler(object sender, GattSessionStatusChangedEventArgs args);

    /// <summary>A central has connected or disconnected.</summary>
    public event GattSessionStatusChangedEventHandler? SessionStatusChanged;

    /// <summary>An MTU exchange was done.</summary>
    public event EventHandler? MaxPduSizeChanged;

    /// <summary>The id it was made with; 0 for the server's own session.</summary>
    public BluetoothDeviceId DeviceId { get; }

    /// <summary>
    /// The MTU of the last exchange, in bytes. Pitfalls: it is 0 until the first exchange ever; a new connection starts at 23 again,
    /// but this value stays; in the session of a subscribed client it is always 0.
    /// </summary>
    public ushort MaxMtuSize { get; private set; }

    /// <summary>Makes a session whose values never change.</summary>
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

/// <summary>Reports that a central has connected or disconnected.</summary>
public class GattSessionStatusChangedEventArgs
{
    internal GattSessionStatusChangedEventArgs(GattSessionStatus status) => Status = status;

    /// <summary>Active: it has connected. Closed: it has disconnected.</summary>
    public GattSessionStatus Status { get; }

    /// <summary>Always Success.</summary>
    public BluetoothError Error => BluetoothError.Success;
}
