namespace LockFirmware.VirtualRadio;

/// <summary>ATT error codes that this model gives. Source: Bluetooth Core 5.4, Vol 3 Part F 3.4.1.1.</summary>
public static class AttError
{
    /// <summary>The value may not be read.</summary>
    public const byte ReadNotPermitted = 0x02;

    /// <summary>The value may not be written.</summary>
    public const byte WriteNotPermitted = 0x03;

    /// <summary>The link is not paired, as the value requires; pairing is not modelled.</summary>
    public const byte InsufficientAuthentication = 0x05;

    /// <summary>The value is shorter than the offset asked for.</summary>
    public const byte InvalidOffset = 0x07;

    /// <summary>There is no such characteristic, or it has no subscriptions.</summary>
    public const byte AttributeNotFound = 0x0A;

    /// <summary>More bytes than one write carries.</summary>
    public const byte InvalidAttributeValueLength = 0x0D;

    /// <summary>The firmware gave no answer, none in time, or the radio is dead.</summary>
    public const byte UnlikelyError = 0x0E;
}
