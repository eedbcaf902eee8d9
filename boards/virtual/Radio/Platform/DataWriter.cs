using System.Text;

namespace nanoFramework.Device.Bluetooth;

/// <summary>Appends values to a buffer, little-endian. The writer itself is the buffer it detaches.</summary>
public class DataWriter : Buffer
{
    private const uint FirstCapacity = 32;
    private static readonly int[] UuidOrder = [15, 14, 13, 12, 11, 10, 9, 8, 6, 7, 4, 5, 0, 1, 2, 3];
    private static readonly int[] Uuid2Order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>Starts empty.</summary>
    public DataWriter()
        : base(FirstCapacity)
    {
    }

    /// <summary>How many bytes a text takes as UTF-8.</summary>
    /// <param name="value">The text.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="ArgumentNullException">No text.</exception>
    public uint MeasureString(string value) => (uint)Encoding.UTF8.GetByteCount(value);

    /// <summary>Appends one byte, 0 or 1.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends all bytes in use of a buffer.</summary>
    /// <param name="buffer">The source.</param>
    public void WriteBuffer(Buffer buffer) => WriteBuffer(buffer, 0, buffer.Length);

    /// <summary>Appends a part of a buffer's storage.</summary>
    /// <param name="buffer">The source.</param>
    /// <param name="start">Index of the first byte.</param>
    /// <param name="count">How many bytes.</param>
    public void WriteBuffer(Buffer buffer, uint start, uint count) =>
        WriteBytes(buffer.Data.AsSpan((int)start, (int)count).ToArray());

    /// <summary>Appends one byte.</summary>
    /// <param name="value">The value.</param>
    public void WriteByte(byte value) => WriteBytes([value]);

    /// <summary>Appends bytes.</summary>
    /// <param name="value">The bytes; copied.</param>
    public void WriteBytes(byte[] value)
    {
        uint start = Length;
        EnsureCapacity(start + (uint)value.Length);
        value.CopyTo(Data, start);
        Length = start + (uint)value.Length;
    }

    /// <summary>Appends 8 bytes of ticks.</summary>
    /// <param name="value">The value.</param>
    public void WriteDateTime(DateTime value) => WriteInt64(value.Ticks);

    /// <summary>Appends 8 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteDouble(double value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends 16 bytes in the order of <see cref="Guid.ToByteArray()"/>.</summary>
    /// <param name="value">The value.</param>
    public void WriteGuid(Guid value) => WriteBytes(value.ToByteArray());

    /// <summary>Appends 16 bytes in the order of the air: last byte of the text form first.</summary>
    /// <param name="value">The value.</param>
    public void WriteUuid(Guid value) => WriteOrdered(value, UuidOrder);

    /// <summary>Appends 16 bytes in the order of the text form.</summary>
    /// <param name="value">The value.</param>
    public void WriteUuid2(Guid value) => WriteOrdered(value, Uuid2Order);

    /// <summary>Appends 2 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteInt16(short value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends 4 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteInt32(int value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends 8 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteInt64(long value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends 4 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteSingle(float value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends UTF-8 text without a length.</summary>
    /// <param name="value">The text.</param>
    /// <returns>Bytes appended.</returns>
    /// <exception cref="ArgumentNullException">No text.</exception>
    public uint WriteString(string value)
    {
        byte[] text = Encoding.UTF8.GetBytes(value);
        WriteBytes(text);
        return (uint)text.Length;
    }

    /// <summary>Appends 8 bytes of ticks.</summary>
    /// <param name="value">The value.</param>
    public void WriteTimeSpan(TimeSpan value) => WriteInt64(value.Ticks);

    /// <summary>Appends 2 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteUInt16(ushort value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends 4 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteUInt32(uint value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Appends 8 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteUInt64(ulong value) => WriteBytes(BitConverter.GetBytes(value));

    /// <summary>Returns the writer as a buffer. It is the same object: writing more changes the buffer.</summary>
    /// <returns>The buffer.</returns>
    public Buffer DetachBuffer() => this;

    private void WriteOrdered(Guid value, int[] order)
    {
        byte[] bytes = value.ToByteArray();
        WriteBytes(Array.ConvertAll(order, index => bytes[index]));
    }
}
