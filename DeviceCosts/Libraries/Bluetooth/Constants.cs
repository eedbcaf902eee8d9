namespace LockFirmware.DeviceCosts.Libraries.Bluetooth.Gatt;

/// <summary>What a characteristic allows. Source: Bluetooth Core 5.4, Vol 3 Part G 3.3.1.1; from bit 8 on 3.3.3.1.</summary>
[Flags]
public enum GattCharacteristicProperties : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>May be broadcast.</summary>
    Broadcast = 0x001,

    /// <summary>May be read.</summary>
    Read = 0x002,

    /// <summary>May be written without an answer.</summary>
    WriteWithoutResponse = 0x004,

    /// <summary>May be written with an answer.</summary>
    Write = 0x008,

    /// <summary>Notifies subscribers, unacknowledged.</summary>
    Notify = 0x010,

    /// <summary>Notifies subscribers, acknowledged.</summary>
    Indicate = 0x020,

    /// <summary>May be written with a signature.</summary>
    AuthenticatedSignedWrites = 0x040,

    /// <summary>Has the extended properties descriptor.</summary>
    ExtendedProperties = 0x080,

    /// <summary>Supports the reliable write.</summary>
    ReliableWrites = 0x100,

    /// <summary>Its user description may be written.</summary>
    WritableAuxiliaries = 0x200,
}

/// <summary>What the link must have before a value may be touched.</summary>
public enum GattProtectionLevel
{
    /// <summary>Nothing.</summary>
    Plain = 0,

    /// <summary>An authenticated pairing.</summary>
    AuthenticationRequired = 1,

    /// <summary>Encryption.</summary>
    EncryptionRequired = 2,

    /// <summary>Both.</summary>
    EncryptionAndAuthenticationRequired = 3,
}

/// <summary>State of the link to the central.</summary>
public enum GattSessionStatus
{
    /// <summary>The central is gone.</summary>
    Closed = 0,

    /// <summary>A central is connected.</summary>
    Active = 1,
}

/// <summary>ATT error codes.</summary>
public static class GattProtocolError
{
    /// <summary>0x0E.</summary>
    public static byte UnlikelyError => 0x0E;

    /// <summary>0x11.</summary>
    public static byte InsufficientResources => 0x11;
}

/// <summary>Services with assigned numbers.</summary>
public static class GattServiceUuids
{
    /// <summary>0x180A.</summary>
    public static Guid DeviceInformation => AssignedUuid.Of(0x180A);
}

/// <summary>Characteristics of the Device Information service.</summary>
public static class GattCharacteristicUuids
{
    /// <summary>0x2A24.</summary>
    public static Guid ModelNumberString => AssignedUuid.Of(0x2A24);

    /// <summary>0x2A26.</summary>
    public static Guid FirmwareRevisionString => AssignedUuid.Of(0x2A26);

    /// <summary>0x2A29.</summary>
    public static Guid ManufacturerNameString => AssignedUuid.Of(0x2A29);
}

internal static class AssignedUuid
{
    internal static Guid Of(ushort number) => new(number, 0x0000, 0x1000, 0x80, 0x00, 0x00, 0x80, 0x5F, 0x9B, 0x34, 0xFB);
}
