using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>Reads fields one behind the other; past the end it gives zeros and says so once, at the end.</summary>
internal sealed class FieldReader
{
    private readonly byte[] _source;
    private int _at;

    internal FieldReader(byte[] source) => _source = source;

    /// <summary>Whether a field was missing.</summary>
    internal bool IsShort { get; private set; }

    /// <summary>Whether every byte was read and none was missing.</summary>
    internal bool IsExact => !IsShort && _at == _source.Length;

    internal byte ReadU8() => Take(1) ? _source[_at - 1] : (byte)0;

    internal ushort ReadU16() => Take(2) ? Bytes.ReadU16(_source, _at - 2) : (ushort)0;

    internal uint ReadU32() => Take(4) ? Bytes.ReadU32(_source, _at - 4) : 0;

    internal byte[] ReadBytes(int length) => Take(length) ? Bytes.Copy(_source, _at - length, length) : new byte[0];

    private bool Take(int length)
    {
        if (IsShort || length > _source.Length - _at)
        {
            IsShort = true;
            return false;
        }
        _at += length;
        return true;
    }
}
