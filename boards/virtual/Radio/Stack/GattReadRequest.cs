using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// A central's read, or one piece of a long read, waiting for its answer. May be answered from any thread, once, within
/// 2,000 ms of its arrival. Source: nf-interpreter, ESP32, GattReadRequest natives.
/// </summary>
public class GattReadRequest
{
    private readonly RadioLife _life;
    private readonly ushort _eventId;
    private Buffer? _value;

    internal GattReadRequest(RadioLife life, ushort eventId)
    {
        _life = life;
        _eventId = eventId;
    }

    /// <summary>The length of the answer that was given.</summary>
    /// <exception cref="NullReferenceException">No answer was given yet.</exception>
    public uint Length => _value!.Length;

    /// <summary>
    /// Answers with the whole value from its beginning, whatever piece is asked for. If the answer comes too late and there is no newer
    /// event, the platform writes into memory that it has freed. After a newer event nothing happens.
    /// </summary>
    /// <param name="value">The value; copied.</param>
    public void RespondWithValue(Buffer value)
    {
        _value = value;
        _life.Slot.AnswerRead(_eventId, AttResult.Success(value.ToArray()));
    }

    /// <summary>Answers with an error; 0 answers with an empty value.</summary>
    /// <param name="protocolError">ATT error code, see <see cref="GattProtocolError"/>.</param>
    public void RespondWithProtocolError(byte protocolError) =>
        _life.Slot.AnswerRead(_eventId, AttResult.OfCode(protocolError));
}
