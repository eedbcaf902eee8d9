namespace LockFirmware.Fuzz;

/// <summary>Writes an input that <see cref="FuzzInput"/> reads.</summary>
internal sealed class InputWriter
{
    private readonly List<byte> _bytes = [];

    internal byte[] ToBytes() => [.. _bytes];

    internal InputWriter U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    internal InputWriter U16(int value) => U8(value).U8(value >> 8);

    internal InputWriter U32(uint value) => U16((ushort)value).U16((ushort)(value >> 16));

    internal InputWriter Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal InputWriter Short(byte[] bytes) => U8(bytes.Length).Raw(bytes);

    internal InputWriter Long(byte[] bytes) => U16(bytes.Length).Raw(bytes);
}
