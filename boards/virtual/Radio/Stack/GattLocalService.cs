using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>A service and its characteristics.</summary>
public class GattLocalService
{
    private readonly RadioLife _life;
    private readonly List<GattLocalCharacteristic> _characteristics = [];

    internal GattLocalService(RadioLife life, Guid uuid)
    {
        _life = life;
        Uuid = uuid;
    }

    /// <summary>The characteristics made so far; a copy.</summary>
    public GattLocalCharacteristic[] Characteristics => [.. _characteristics];

    /// <summary>Its UUID.</summary>
    public Guid Uuid { get; }

    /// <summary>Adds a characteristic. A central finds it only if this comes before StartAdvertising.</summary>
    /// <param name="characteristicUuid">Its UUID. It is not checked to be unique.</param>
    /// <param name="parameters">What it is made from.</param>
    /// <returns>The characteristic; never an error.</returns>
    public GattLocalCharacteristicResult CreateCharacteristic(
        Guid characteristicUuid, GattLocalCharacteristicParameters parameters)
    {
        GattLocalCharacteristic characteristic = new(_life, characteristicUuid, parameters);
        _characteristics.Add(characteristic);
        _life.TouchServer();
        return new GattLocalCharacteristicResult(characteristic);
    }
}
