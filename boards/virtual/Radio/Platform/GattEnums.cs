namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

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

/// <summary>Whether a write wants an answer.</summary>
public enum GattWriteOption
{
    /// <summary>It does.</summary>
    WriteWithResponse = 0,

    /// <summary>It does not.</summary>
    WriteWithoutResponse = 1,
}

/// <summary>State of the link to the central.</summary>
public enum GattSessionStatus
{
    /// <summary>The central is gone.</summary>
    Closed = 0,

    /// <summary>A central is connected.</summary>
    Active = 1,
}

/// <summary>Result of sending something to a central.</summary>
public enum GattCommunicationStatus
{
    /// <summary>Handed to the radio.</summary>
    Success = 0,

    /// <summary>There is no such connection.</summary>
    Unreachable = 1,

    /// <summary>The other side refused.</summary>
    ProtocolError = 2,

    /// <summary>Not allowed.</summary>
    AccessDenied = 3,
}

/// <summary>What the platform last reported about advertising. A connected central does not change it.</summary>
public enum GattServiceProviderAdvertisementStatus
{
    /// <summary>Never started.</summary>
    Created = 0,

    /// <summary>Stopped.</summary>
    Stopped = 1,

    /// <summary>Started.</summary>
    Started = 2,

    /// <summary>Failed.</summary>
    Aborted = 3,

    /// <summary>Started, but something did not fit into the two packets of 31 bytes.</summary>
    StartedWithoutAllAdvertisementData = 4,
}
