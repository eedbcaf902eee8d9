using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// How to advertise. The name advertised is the server's DeviceName at the moment these parameters are made. Custom
/// advertisements are not modelled.
/// </summary>
public class GattServiceProviderAdvertisingParameters
{
    /// <summary>Discoverable and connectable.</summary>
    public GattServiceProviderAdvertisingParameters() => LocalName = VirtualAir.CurrentLife.TouchServer().DeviceName;

    /// <summary>Whether a scan shows the device.</summary>
    public bool IsDiscoverable { get; set; } = true;

    /// <summary>Whether a central may connect.</summary>
    public bool IsConnectable { get; set; } = true;

    /// <summary>Bytes to advertise beside the service's UUID.</summary>
    public Buffer? ServiceData { get; set; }

    internal string LocalName { get; }
}
