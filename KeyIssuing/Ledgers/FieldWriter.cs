using System.Buffers;
using System.Buffers.Binary;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>Writes little-endian fields in order.</summary>
internal sealed class FieldWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal void U8(int value) => _bytes.Write([(byte)value]);

    internal void U16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.GetSpan(sizeof(ushort)), (ushort)value);
        _bytes.Advance(sizeof(ushort));
    }

    internal void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), value);
        _bytes.Advance(sizeof(uint));
    }

    internal void Raw(ReadOnlySpan<byte> value) => _bytes.Write(value);

    internal byte[] ToBytes() => _bytes.WrittenSpan.ToArray();
}
