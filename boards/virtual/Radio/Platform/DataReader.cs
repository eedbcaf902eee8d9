using System.Text;

namespace nanoFramework.Device.Bluetooth;

/// <summary>
/// Reads values from the beginning of a buffer, little-endian. As on the platform, the reader drops its buffer when the
/// last byte is read. Every read throws <see cref="ArgumentOutOfRangeException"/> when too few bytes are left.
/// </summary>
public class DataReader
{
    private const int EmptyCapacity = 32;
    private static readonly int[] UuidOrder = [12, 13, 14, 15, 10, 11, 8, 9, 7, 6, 5, 4, 3, 2, 1, 0];
    private static readonly int[] Uuid2Order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

    private Buffer _source;
    private int _position;

    private DataReader(Buffer source) => _source = source;

    /// <summary>Reads from the beginning of a buffer.</summary>
    /// <param name="buffer">What to read; not copied.</param>
    /// <returns>The reader.</returns>
    public static DataReader FromBuffer(Buffer buffer) => new(buffer);

    /// <summary>Bytes left.</summary>
    public uint UnconsumedBufferLength => _source.Length - (uint)_position;

    /// <summary>Reads one byte; true when it is not 0.</summary>
    /// <returns>The value.</returns>
    public bool ReadBoolean() => Take(1)[0] > 0;

    /// <summary>
    /// Reads bytes into a new buffer. Pitfall of the platform: the new buffer's Length stays 0, only its storage is filled.
    /// </summary>
    /// <param name="length">How many bytes.</param>
    /// <returns>The buffer.</returns>
    public Buffer ReadBuffer(uint length) => new(Take((int)length)) { Length = 0 };

    /// <summary>Reads one byte.</summary>
    /// <returns>The value.</returns>
    public byte ReadByte() => Take(1)[0];

    /// <summary>Fills an array.</summary>
    /// <param name="value">Filled from beginning to end.</param>
    /// <exception cref="ArgumentNullException">No array.</exception>
    public void ReadBytes(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Take(value.Length).CopyTo(value, 0);
    }

    /// <summary>Reads 8 bytes of ticks.</summary>
    /// <returns>The value.</returns>
    public DateTime ReadDateTime() => new(ReadInt64());

    /// <summary>Reads 8 bytes.</summary>
    /// <returns>The value.</returns>
    public double ReadDouble() => BitConverter.ToDouble(Take(8));

    /// <summary>Reads 16 bytes in the order of <see cref="Guid.ToByteArray()"/>.</summary>
    /// <returns>The value.</returns>
    public Guid ReadGuid() => new(Take(16));

    /// <summary>Reads 16 bytes in the order of the air: last byte of the text form first.</summary>
    /// <returns>The value.</returns>
    public Guid ReadUuid() => ReadUuid(UuidOrder);

    /// <summary>Reads 16 bytes in the order of the text form.</summary>
    /// <returns>The value.</returns>
    public Guid ReadUuid2() => ReadUuid(Uuid2Order);

    /// <summary>Reads 2 bytes.</summary>
    /// <returns>The value.</returns>
    public short ReadInt16() => BitConverter.ToInt16(Take(2));

    /// <summary>Reads 4 bytes.</summary>
    /// <returns>The value.</returns>
    public int ReadInt32() => BitConverter.ToInt32(Take(4));

    /// <summary>Reads 8 bytes.</summary>
    /// <returns>The value.</returns>
    public long ReadInt64() => BitConverter.ToInt64(Take(8));

    /// <summary>Reads 4 bytes.</summary>
    /// <returns>The value.</returns>
    public float ReadSingle() => BitConverter.ToSingle(Take(4));

    /// <summary>Reads UTF-8 text.</summary>
    /// <param name="codeUnitCount">Its length in bytes.</param>
    /// <returns>The text.</returns>
    public string ReadString(uint codeUnitCount) => Encoding.UTF8.GetString(Take((int)codeUnitCount));

    /// <summary>Reads 8 bytes of ticks.</summary>
    /// <returns>The value.</returns>
    public TimeSpan ReadTimeSpan() => new(ReadInt64());

    /// <summary>Reads 2 bytes.</summary>
    /// <returns>The value.</returns>
    public ushort ReadUInt16() => BitConverter.ToUInt16(Take(2));

    /// <summary>Reads 4 bytes.</summary>
    /// <returns>The value.</returns>
    public uint ReadUInt32() => BitConverter.ToUInt32(Take(4));

    /// <summary>Reads 8 bytes.</summary>
    /// <returns>The value.</returns>
    public ulong ReadUInt64() => BitConverter.ToUInt64(Take(8));

    private Guid ReadUuid(int[] order)
    {
        byte[] air = Take(16);
        return new Guid(Array.ConvertAll(order, index => air[index]));
    }

    private byte[] Take(int count)
    {
        if (UnconsumedBufferLength < count)
            throw new ArgumentOutOfRangeException(nameof(count), "The buffer has fewer bytes left.");

        byte[] taken = _source.Data[_position..(_position + count)];
        _position += count;
        if (_position == _source.Length)
        {
            _source = new Buffer(EmptyCapacity);
            _position = 0;
        }

        return taken;
    }
}
