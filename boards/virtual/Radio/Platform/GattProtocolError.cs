using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// ATT error codes as the platform names them. Source: Bluetooth Core 5.4, Vol 3 Part F 3.4.1.1, but for
/// <see cref="UnsupportedGroupType"/>, which the platform gives a wrong number.
/// </summary>
public static class GattProtocolError
{
    /// <summary>0x0A.</summary>
    public static byte AttributeNotFound => AttError.AttributeNotFound;

    /// <summary>0x0B.</summary>
    public static byte AttributeNotLong => 0x0B;

    /// <summary>0x05.</summary>
    public static byte InsufficientAuthentication => AttError.InsufficientAuthentication;

    /// <summary>0x08.</summary>
    public static byte InsufficientAuthorization => 0x08;

    /// <summary>0x0F.</summary>
    public static byte InsufficientEncryption => 0x0F;

    /// <summary>0x0C.</summary>
    public static byte InsufficientEncryptionKeySize => 0x0C;

    /// <summary>0x11.</summary>
    public static byte InsufficientResources => 0x11;

    /// <summary>0x0D.</summary>
    public static byte InvalidAttributeValueLength => AttError.InvalidAttributeValueLength;

    /// <summary>0x01.</summary>
    public static byte InvalidHandle => 0x01;

    /// <summary>0x07.</summary>
    public static byte InvalidOffset => AttError.InvalidOffset;

    /// <summary>0x04.</summary>
    public static byte InvalidPdu => 0x04;

    /// <summary>0x09.</summary>
    public static byte PrepareQueueFull => 0x09;

    /// <summary>0x02.</summary>
    public static byte ReadNotPermitted => AttError.ReadNotPermitted;

    /// <summary>0x06.</summary>
    public static byte RequestNotSupported => 0x06;

    /// <summary>0x0E.</summary>
    public static byte UnlikelyError => AttError.UnlikelyError;

    /// <summary>0x0F on the platform, where the specification says 0x10.</summary>
    public static byte UnsupportedGroupType => 0x0F;

    /// <summary>0x03.</summary>
    public static byte WriteNotPermitted => AttError.WriteNotPermitted;
}
