using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// A central's write, waiting for its answer: exactly one, within 2,000 ms. Source: nf-interpreter, ESP32,
/// GattWriteRequest natives.
/// </summary>
public class GattWriteRequest
{
    private readonly RadioLife _life;
    private readonly ushort _eventId;

    internal GattWriteRequest(RadioLife life, ushort eventId)
    {
        _life = life;
        _eventId = eventId;
        Value = new Buffer(life.Slot.TakeWritten(eventId));
    }

    /// <summary>Always 0: the radio's host puts the pieces of a long write together.</summary>
    public uint Offset => 0;

    /// <summary>Always <see cref="GattWriteOption.WriteWithResponse"/>, whatever the central sent.</summary>
    public GattWriteOption Option => GattWriteOption.WriteWithResponse;

    /// <summary>The bytes written; empty if the event is over.</summary>
    public Buffer Value { get; }

    /// <summary>Accepts the write. If the event is over, the platform never releases a mutex, and the radio answers nothing more.</summary>
    public void Respond() => _life.Slot.AnswerWrite(_eventId, 0);

    /// <summary>Refuses the write. It has the same pitfall as <see cref="Respond"/>.</summary>
    /// <param name="protocolError">ATT error code; 0 accepts.</param>
    public void RespondWithProtocolError(byte protocolError) => _life.Slot.AnswerWrite(_eventId, protocolError);
}
