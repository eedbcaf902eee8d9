namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>The parameters of a new characteristic. Descriptors are not modelled.</summary>
public class GattLocalCharacteristicParameters
{
    /// <summary>The protection that a write needs; Plain unless set.</summary>
    public GattProtectionLevel WriteProtectionLevel { get; set; }

    /// <summary>The protection that a read needs; Plain unless set.</summary>
    public GattProtectionLevel ReadProtectionLevel { get; set; }

    /// <summary>Text for people; kept, but not offered to a central.</summary>
    public string UserDescription { get; set; } = string.Empty;

    /// <summary>A value that answers reads without a handler.</summary>
    public Buffer? StaticValue { get; set; }

    /// <summary>What a central may do; nothing unless set.</summary>
    public GattCharacteristicProperties CharacteristicProperties { get; set; }
}

/// <summary>A new characteristic.</summary>
public class GattLocalCharacteristicResult
{
    internal GattLocalCharacteristicResult(GattLocalCharacteristic characteristic) => Characteristic = characteristic;

    /// <summary>The characteristic.</summary>
    public GattLocalCharacteristic Characteristic { get; }

    /// <summary>Always Success.</summary>
    public BluetoothError Error => BluetoothError.Success;
}
