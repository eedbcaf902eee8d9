using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>Reports a write. It does not name the writer.</summary>
public class GattWriteRequestedEventArgs
{
    private readonly RadioLife _life;
    private readonly ushort _eventId;

    internal GattWriteRequestedEventArgs(RadioLife life, ushort eventId)
    {
        _life = life;
        _eventId = eventId;
    }

    /// <summary>Always null on this platform.</summary>
    public GattSession? Session => null;

    /// <summary>The request to answer. Each call returns a new object for the same event.</summary>
    /// <returns>The request, with the bytes written.</returns>
    public GattWriteRequest GetRequest() => new(_life, _eventId);
}
