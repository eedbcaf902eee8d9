namespace LockFirmware.LockLink.Bluez;

/// <summary>Names of BlueZ's bus, objects and errors. Source: BlueZ 5.66, doc/adapter-api.txt, device-api.txt, gatt-api.txt.</summary>
public static class BluezNames
{
    /// <summary>The service on the system bus.</summary>
    public const string Service = "org.bluez";

    /// <summary>An adapter of this computer.</summary>
    public const string Adapter = "org.bluez.Adapter1";

    /// <summary>A device that an adapter knows.</summary>
    public const string Device = "org.bluez.Device1";

    /// <summary>A value of a device, or one that this computer offers.</summary>
    public const string Characteristic = "org.bluez.GattCharacteristic1";

    /// <summary>The interface for reading properties.</summary>
    public const string Properties = "org.freedesktop.DBus.Properties";

    /// <summary>The interface for listing objects.</summary>
    public const string ObjectManager = "org.freedesktop.DBus.ObjectManager";

    /// <summary>The path of an adapter.</summary>
    /// <param name="adapter">For example hci0.</param>
    public static string PathOf(string adapter) => "/org/bluez/" + adapter;

    /// <summary>The name of the adapter in a path, for example hci0.</summary>
    /// <param name="path">The path of an adapter or of something below it.</param>
    public static string AdapterOf(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length > 3 ? parts[3] : string.Empty;
    }
}
