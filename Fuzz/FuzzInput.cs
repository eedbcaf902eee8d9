namespace LockFirmware.Fuzz;

/// <summary>Reads the fields of an input in order. After its end, numbers are 0 and byte arrays are empty.</summary>
internal sealed class FuzzInput(byte[] source)
{
    private int _at;

    internal bool IsAtEnd => _at >= source.Length;

    internal byte U8() => IsAtEnd ? (byte)0 : source[_at++];

    internal ushort U16() => (ushort)(U8() | (U8() << 8));

    internal uint U32() => U16() | ((uint)U16() << 16);

    internal byte[] Take(int length)
    {
        int start = Math.Min(_at, source.Length);
        _at = Math.Min(start + length, source.Length);
        return source[start.._at];
    }

    internal byte[] Rest() => Take(source.Length);

    /// <summary>A length of one byte and as many bytes, or fewer at the end.</summary>
    internal byte[] Short() => Take(U8());

    /// <summary>A length of two bytes and as many bytes, or fewer at the end.</summary>
    internal byte[] Long() => Take(U16());
}
