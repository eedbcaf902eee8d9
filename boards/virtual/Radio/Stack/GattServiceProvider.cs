using System.Text;
using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// Offers a service and advertises it. Source: nanoFramework.Device.Bluetooth, GattServiceProvider and
/// BluetoothLEAdvertisementPublisher.
/// </summary>
public class GattServiceProvider
{
    private readonly RadioLife _life;

    internal GattServiceProvider(RadioLife life, Guid serviceUuid)
    {
        _life = life;
        Service = new GattLocalService(life, serviceUuid);
    }

    /// <summary>The status that was reported last. A connected central does not change it.</summary>
    public GattServiceProviderAdvertisementStatus AdvertisementStatus { get; private set; }

    /// <summary>The service.</summary>
    public GattLocalService Service { get; }

    /// <summary>
    /// Makes a service and adds it to the server's list; it replaces one with the same UUID. The first one also adds Device
    /// Information. Pitfalls: if BluetoothLEServer.Instance was not read before, one of Device Information's values is never
    /// served. Device Information as the first service recurses until the stack overflows.
    /// </summary>
    /// <param name="serviceUuid">The UUID of the service.</param>
    /// <returns>The provider; never an error.</returns>
    /// <exception cref="InsufficientExecutionStackException">Device Information as the first service.</exception>
    public static GattServiceProviderResult Create(Guid serviceUuid)
    {
        RadioLife life = VirtualAir.CurrentLife;
        bool isFirst = life.ServiceCount == 0;
        if (isFirst && serviceUuid == GattServiceUuids.DeviceInformation)
            throw new InsufficientExecutionStackException("Device Information adds itself to itself without end.");

        GattServiceProvider provider = Enter(life, serviceUuid);
        if (isFirst)
            AddDeviceInformation(life);
        return new GattServiceProviderResult(provider);
    }

    /// <summary>Advertises discoverably and connectably.</summary>
    public void StartAdvertising() => StartAdvertising(new GattServiceProviderAdvertisingParameters());

    /// <summary>
    /// Starts the radio if needed, freezes the services of the whole server and advertises this one. Call it once: while it
    /// advertises or a central is connected, the radio's host would stop the device in an assertion.
    /// </summary>
    /// <param name="parameters">How to advertise.</param>
    public void StartAdvertising(GattServiceProviderAdvertisingParameters parameters)
    {
        Advertisement advertisement = new(Service.Uuid, parameters);
        if (_life.StartAdvertising(advertisement))
        {
            AdvertisementStatus = advertisement.HasDroppedSections
                ? GattServiceProviderAdvertisementStatus.StartedWithoutAllAdvertisementData
                : GattServiceProviderAdvertisementStatus.Started;
        }
    }

    /// <summary>
    /// Frees the tables that the radio still uses, then stops the radio. Never call it while the lock is in use.
    /// </summary>
    /// <exception cref="NullReferenceException">Advertising was never started here.</exception>
    public void StopAdvertising()
    {
        if (AdvertisementStatus == GattServiceProviderAdvertisementStatus.Created)
            throw new NullReferenceException("Advertising was never started.");
        AdvertisementStatus = GattServiceProviderAdvertisementStatus.Stopped;
        _life.FreeTables();
    }

    private static GattServiceProvider Enter(RadioLife life, Guid serviceUuid)
    {
        GattServiceProvider provider = new(life, serviceUuid);
        life.Enter(provider);
        return provider;
    }

    private static void AddDeviceInformation(RadioLife life)
    {
        GattLocalService service = Enter(life, GattServiceUuids.DeviceInformation).Service;
        AddText(service, GattCharacteristicUuids.ManufacturerNameString, "nanoFramework");
        AddText(service, GattCharacteristicUuids.ModelNumberString, "VIRTUAL");
    }

    private static void AddText(GattLocalService service, Guid uuid, string text) =>
        service.CreateCharacteristic(uuid, new GattLocalCharacteristicParameters
        {
            StaticValue = new Buffer(Encoding.UTF8.GetBytes(text)),
            CharacteristicProperties = GattCharacteristicProperties.Read,
        });
}

/// <summary>A new service provider.</summary>
public class GattServiceProviderResult
{
    internal GattServiceProviderResult(GattServiceProvider provider) => ServiceProvider = provider;

    /// <summary>Always Success.</summary>
    public BluetoothError Error => BluetoothError.Success;

    /// <summary>The provider.</summary>
    public GattServiceProvider ServiceProvider { get; }
}
