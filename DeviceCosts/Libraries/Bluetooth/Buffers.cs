using System.Text;
using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries.Bluetooth;

/// <summary>Bytes. Source: nanoframework/nanoFramework.Device.Bluetooth, IO/Buffer.cs.</summary>
public class Buffer : LibraryObject
{
    /// <summary>Bytes in use.</summary>
    protected uint _length;

    private byte[] _buffer;

    /// <summary>An empty buffer.</summary>
    public Buffer(uint capacity) => _buffer = Meter.Note(new byte[capacity]);

    /// <summary>A full buffer over an array.</summary>
    public Buffer(byte[] array)
    {
        _buffer = array;
        _length = (uint)array.Length;
    }

    /// <summary>Bytes in use.</summary>
    public uint Length => _length;

    internal byte[] Data => _buffer;

    /// <summary>Adds bytes at the end.</summary>
    private protected void Append(byte[] value)
    {
        if (_length + value.Length > _buffer.Length)
        {
            byte[] grown = Meter.Note(new byte[_length + value.Length]);
            Array.Copy(_buffer, grown, _length);
            _buffer = grown;
        }
        value.CopyTo(_buffer, _length);
        _length += (uint)value.Length;
    }

    internal byte[] ToArray() => Meter.Note(_buffer[..(int)_length]);
}

/// <summary>Writes values into a buffer, which it is itself. Source: IO/DataWriter.cs.</summary>
public sealed class DataWriter : Buffer
{
    private const uint FirstCapacity = 32;

    /// <summary>An empty one.</summary>
    public DataWriter() : base(FirstCapacity)
    {
    }

    /// <summary>Writes UTF-8 text.</summary>
    public void WriteString(string value) => Append(Meter.Note(Encoding.UTF8.GetBytes(value)));

    /// <summary>Writes bytes.</summary>
    public void WriteBytes(byte[] value) => Append(value);

    /// <summary>The buffer.</summary>
    public Buffer DetachBuffer() => this;
}

/// <summary>Reads values from a buffer. Source: IO/DataReader.cs.</summary>
public sealed class DataReader : LibraryObject
{
    private readonly Buffer _buffer;
    private int _position;

    private DataReader(Buffer buffer) => _buffer = buffer;

    /// <summary>Reads from the beginning of a buffer.</summary>
    public static DataReader FromBuffer(Buffer buffer) => new(buffer);

    /// <summary>Fills an array.</summary>
    public void ReadBytes(byte[] value)
    {
        Array.Copy(_buffer.Data, _position, value, 0, value.Length);
        _position += value.Length;
    }
}
