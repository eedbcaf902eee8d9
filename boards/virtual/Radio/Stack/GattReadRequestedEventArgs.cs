using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>Reports a read. It names neither the reader nor the offset.</summary>
public class GattReadRequestedEventArgs
{
    private readonly RadioLife _life;
    private readonly ushort _eventId;

    internal GattReadRequestedEventArgs(RadioLife life, ushort eventId)
    {
        _life = life;
        _eventId = eventId;
    }

    /// <summary>Always null on this platform.</summary>
    public GattSession? Session => null;

    /// <summary>The request to answer. Each call returns a new object for the same event.</summary>
    /// <returns>The request.</returns>
    public GattReadRequest GetRequest() => new(_life, _eventId);
}
