namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>What a characteristic is made from. Descriptors are not modelled.</summary>
public class GattLocalCharacteristicParameters
{
    /// <summary>Wanted before a write; Plain unless set.</summary>
    public GattProtectionLevel WriteProtectionLevel { get; set; }

    /// <summary>Wanted before a read; Plain unless set.</summary>
    public GattProtectionLevel ReadProtectionLevel { get; set; }

    /// <summary>Text for people; kept, but not offered to a central.</summary>
    public string UserDescription { get; set; } = string.Empty;

    /// <summary>A value that answers reads by itself.</summary>
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
