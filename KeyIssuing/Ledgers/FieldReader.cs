using System.Buffers.Binary;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>Reads little-endian fields in order. After the end it returns zeros, and <see cref="IsShort"/> becomes true.</summary>
internal sealed class FieldReader(byte[] source)
{
    private int _at;

    /// <summary>Whether a field was missing.</summary>
    internal bool IsShort { get; private set; }

    /// <summary>Whether every byte was read and no field was missing.</summary>
    internal bool IsExact => !IsShort && _at == source.Length;

    internal byte ReadU8() => Take(1) is [byte value] ? value : (byte)0;

    internal ushort ReadU16() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;

    internal uint ReadU32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    internal byte[] ReadBytes(int length) => Take(length).ToArray();

    private ReadOnlySpan<byte> Take(int length)
    {
        IsShort |= length > source.Length - _at;
        if (IsShort)
            return [];
        _at += length;
        return source.AsSpan(_at - length, length);
    }
}
