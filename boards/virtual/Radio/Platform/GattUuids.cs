namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>Services with assigned numbers, as far as a lock uses them. Source: Bluetooth Assigned Numbers 3.4.</summary>
public static class GattServiceUuids
{
    /// <summary>0x180A.</summary>
    public static Guid DeviceInformation => AssignedUuid.Of(0x180A);

    /// <summary>0x1800.</summary>
    public static Guid GenericAccess => AssignedUuid.Of(0x1800);

    /// <summary>0x1801.</summary>
    public static Guid GenericAttribute => AssignedUuid.Of(0x1801);
}

/// <summary>Characteristics of the Device Information service. Source: Bluetooth Assigned Numbers 3.8.</summary>
public static class GattCharacteristicUuids
{
    /// <summary>0x2A23.</summary>
    public static Guid SystemId => AssignedUuid.Of(0x2A23);

    /// <summary>0x2A24.</summary>
    public static Guid ModelNumberString => AssignedUuid.Of(0x2A24);

    /// <summary>0x2A25.</summary>
    public static Guid SerialNumberString => AssignedUuid.Of(0x2A25);

    /// <summary>0x2A26.</summary>
    public static Guid FirmwareRevisionString => AssignedUuid.Of(0x2A26);

    /// <summary>0x2A27.</summary>
    public static Guid HardwareRevisionString => AssignedUuid.Of(0x2A27);

    /// <summary>0x2A28.</summary>
    public static Guid SoftwareRevisionString => AssignedUuid.Of(0x2A28);

    /// <summary>0x2A29.</summary>
    public static Guid ManufacturerNameString => AssignedUuid.Of(0x2A29);

    /// <summary>0x2A2A.</summary>
    public static Guid Ieee1107320601RegulatoryCertificationDataList => AssignedUuid.Of(0x2A2A);

    /// <summary>0x2A50.</summary>
    public static Guid PnpId => AssignedUuid.Of(0x2A50);
}

internal static class AssignedUuid
{
    /// <summary>Expands a 16-bit number. Source: Bluetooth Core 5.4, Vol 3 Part B 2.5.1.</summary>
    internal static Guid Of(ushort number) => new(number, 0x0000, 0x1000, 0x80, 0x00, 0x00, 0x80, 0x5F, 0x9B, 0x34, 0xFB);

    internal static bool IsShort(Guid uuid) => uuid == Of((ushort)(uuid.ToByteArray()[0] | (uuid.ToByteArray()[1] << 8)));
}
