namespace nanoFramework.Device.Bluetooth;

/// <summary>Result of a Bluetooth operation. Source: declarations of nanoFramework.Device.Bluetooth 1.1.123.</summary>
public enum BluetoothError
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>There is no radio, or it is off.</summary>
    RadioNotAvailable = 1,

    /// <summary>Somebody else uses what was asked for.</summary>
    ResourceInUse = 2,

    /// <summary>The remote device is not connected.</summary>
    DeviceNotConnected = 3,

    /// <summary>Anything else.</summary>
    OtherError = 4,

    /// <summary>A policy forbids it.</summary>
    DisabledByPolicy = 5,

    /// <summary>The device cannot do it.</summary>
    NotSupported = 6,

    /// <summary>The user switched it off.</summary>
    DisabledByUser = 7,

    /// <summary>The user would have to agree first.</summary>
    ConsentRequired = 8,

    /// <summary>The transport cannot do it.</summary>
    TransportNotSupported = 9,
}
