using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries.Bluetooth.Gatt;

/// <summary>The link to the central. Source: GenericAttributeProfile/GattSession.cs.</summary>
public sealed class GattSession : LibraryObject
{
    private readonly BluetoothDeviceId _deviceId;
    private ushort _maxMtuSize;

    internal GattSession(BluetoothDeviceId deviceId) => _deviceId = deviceId;

    /// <summary>Hears of a central.</summary>
    public delegate void GattSessionStatusChangedEventHandler(object sender, GattSessionStatusChangedEventArgs args);

    /// <summary>A central came or went.</summary>
    public event GattSessionStatusChangedEventHandler? SessionStatusChanged;

    /// <summary>The MTU was exchanged.</summary>
    public event EventHandler? MaxPduSizeChanged;

    /// <summary>The MTU.</summary>
    public ushort MaxMtuSize => _maxMtuSize;

    internal void OnStatus(GattSessionStatus status) =>
        SessionStatusChanged?.Invoke(this, new GattSessionStatusChangedEventArgs(status));

    internal void OnMtu(ushort mtu)
    {
        _maxMtuSize = mtu;
        MaxPduSizeChanged?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>Source: GattSessionStatusChangedEventArgs.cs.</summary>
public sealed class GattSessionStatusChangedEventArgs : LibraryObject
{
    private readonly int _error;
    private readonly GattSessionStatus _status;

    internal GattSessionStatusChangedEventArgs(GattSessionStatus status) => _status = status;

    /// <summary>What happened.</summary>
    public GattSessionStatus Status => _status;
}

/// <summary>Offers a service. Source: GattServiceProvider.cs.</summary>
public sealed class GattServiceProvider : LibraryObject
{
    private readonly int _status;
    private readonly GattLocalService _service;
    private BluetoothLEAdvertisementPublisher? _publisher;

    private GattServiceProvider(Guid uuid)
    {
        _service = new GattLocalService(uuid);
        ArrayList services = BluetoothStack.Current.Services;
        for (int i = 0; i < services.Count; i++)
        {
            if (((GattServiceProvider)services[i]!)._service.Uuid == uuid)
            {
                services[i] = this;
                return;
            }
        }
        services.Add(this);
        if (services.Count == 1)
            AddDeviceInformation();
    }

    /// <summary>The service.</summary>
    public GattLocalService Service => _service;

    /// <summary>Makes a service; the first one brings the library's own Device Information.</summary>
    public static GattServiceProviderResult Create(Guid serviceUuid) => new(new GattServiceProvider(serviceUuid));

    /// <summary>Advertises.</summary>
    public void StartAdvertising(GattServiceProviderAdvertisingParameters parameters)
    {
        parameters.Advertisement.Add(_service.Uuid);
        _publisher = new BluetoothLEAdvertisementPublisher(this, parameters.Advertisement);
    }

    private static void AddDeviceInformation()
    {
        GattLocalService service = new GattServiceProvider(GattServiceUuids.DeviceInformation)._service;
        AddText(service, GattCharacteristicUuids.ManufacturerNameString, "nanoFramework");
        AddText(service, GattCharacteristicUuids.ModelNumberString, "ESP32_C3");
    }

    private static void AddText(GattLocalService service, Guid uuid, string text)
    {
        DataWriter writer = new();
        writer.WriteString(text);
        service.CreateCharacteristic(uuid, new GattLocalCharacteristicParameters { StaticValue = writer.DetachBuffer() });
    }
}

/// <summary>Source: GattServiceProviderResult.cs.</summary>
public sealed class GattServiceProviderResult : LibraryObject
{
    private readonly GattServiceProvider _provider;
    private readonly int _error;

    internal GattServiceProviderResult(GattServiceProvider provider) => _provider = provider;

    /// <summary>The provider.</summary>
    public GattServiceProvider ServiceProvider => _provider;
}

/// <summary>Source: Advertisement/BluetoothLEAdvertisementPublisher.cs.</summary>
public sealed class BluetoothLEAdvertisementPublisher : LibraryObject
{
    private readonly BluetoothLEAdvertisement _advertisement;
    private readonly int _status;
    private readonly bool _useExtendedAdvertisement;
    private readonly bool _includeTransmitPowerLevel;
    private readonly bool _isAnonymous;
    private readonly short _preferredTransmitPowerLevelInDBm;
    private readonly bool _dataNotFitInAdvertisement;
    private readonly Action _statusChanged;

    internal BluetoothLEAdvertisementPublisher(GattServiceProvider provider, BluetoothLEAdvertisement advertisement)
    {
        _advertisement = advertisement;
        _statusChanged = () => GC.KeepAlive(provider);
    }
}

/// <summary>How to advertise. Source: GattServiceProviderAdvertisingParameters.cs.</summary>
public sealed class GattServiceProviderAdvertisingParameters : LibraryObject
{
    private readonly BluetoothLEAdvertisement _advertisement = new(BluetoothLEServer.Instance.DeviceName);
    private readonly Buffer? _serviceData;
    private readonly bool _customAdvertisement;

    /// <summary>Whether a scan shows the device.</summary>
    public bool IsDiscoverable { get; set; } = true;

    /// <summary>Whether a central may connect.</summary>
    public bool IsConnectable { get; set; } = true;

    internal BluetoothLEAdvertisement Advertisement => _advertisement;
}

/// <summary>A service. Source: GattLocalService.cs.</summary>
public sealed class GattLocalService : LibraryObject
{
    private readonly byte[] _serviceUuid;
    private readonly ArrayList _characteristics = new();

    internal GattLocalService(Guid uuid) => _serviceUuid = Meter.Note(uuid.ToByteArray());

    internal Guid Uuid => new(_serviceUuid);

    /// <summary>Adds a characteristic.</summary>
    public GattLocalCharacteristicResult CreateCharacteristic(Guid characteristicUuid, GattLocalCharacteristicParameters parameters)
    {
        GattLocalCharacteristic made = new(characteristicUuid, parameters);
        _characteristics.Add(made);
        return new GattLocalCharacteristicResult(made);
    }
}

/// <summary>Source: GattLocalCharacteristicParameters.cs.</summary>
public sealed class GattLocalCharacteristicParameters : LibraryObject
{
    private readonly GattProtectionLevel _writeProtectionLevel;
    private readonly GattProtectionLevel _readProtectionLevel;
    private readonly string? _userDescription;
    private readonly ArrayList _presentationFormats = new();

    /// <summary>What a central may do.</summary>
    public GattCharacteristicProperties CharacteristicProperties { get; set; }

    /// <summary>A value that answers reads.</summary>
    public Buffer? StaticValue { get; set; }
}

/// <summary>Source: GattLocalCharacteristicResult.cs.</summary>
public sealed class GattLocalCharacteristicResult : LibraryObject
{
    private readonly GattLocalCharacteristic _characteristic;
    private readonly int _error;

    internal GattLocalCharacteristicResult(GattLocalCharacteristic made) => _characteristic = made;

    /// <summary>The characteristic.</summary>
    public GattLocalCharacteristic Characteristic => _characteristic;
}
