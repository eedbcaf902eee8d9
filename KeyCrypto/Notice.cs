namespace LockFirmware.KeyCrypto;

/// <summary>
/// What the facility tells a lock; its gateway or any phone delivers it (docs/protocol.md, 6):
/// lockId u32 | number u32 | after u32 | issuedAt u32 | itemCount u8 | items | mac[16].
/// An item is kind u8 | length u8 | value.
/// </summary>
public sealed class Notice
{
    /// <summary>Bytes before the items.</summary>
    public const int HeaderSize = 17;

    /// <summary>Bytes of a notice without items.</summary>
    public const int SizeMin = HeaderSize + Hmac.MacSize;

    /// <summary>Bytes of the longest notice: it fits the body of a request without a key.</summary>
    public const int SizeMax = Request.KeylessBodySizeMax;

    /// <summary>Bytes before an item's value.</summary>
    public const int ItemHeaderSize = 2;

    private byte[] _source = new byte[0];
    private int _offset;
    private int _length;

    /// <summary>The one lock it is for.</summary>
    public uint LockId;

    /// <summary>Rises with every notice to this lock.</summary>
    public uint Number;

    /// <summary>The lock must have applied at least this one before.</summary>
    public uint After;

    /// <summary>When the facility made it, seconds since 2020-01-01T00:00:00Z.</summary>
    public uint IssuedAt;

    /// <summary>How many items it holds.</summary>
    public int ItemCount;

    /// <summary>
    /// Reads a notice from its exact bytes, and the length of each item; the values are checked by <see cref="NoticeItem"/>.
    /// </summary>
    /// <returns>False when a length is wrong or after is not below number; the object is then undefined.</returns>
    public bool TryRead(byte[] source, int offset, int length)
    {
        if (length < SizeMin || length > SizeMax)
            return false;
        _source = source;
        _offset = offset;
        _length = length;
        LockId = Bytes.ReadU32(source, offset);
        Number = Bytes.ReadU32(source, offset + 4);
        After = Bytes.ReadU32(source, offset + 8);
        IssuedAt = Bytes.ReadU32(source, offset + 12);
        ItemCount = source[offset + 16];
        return After < Number && ItemsFillTheFrame();
    }

    /// <summary>Checks the mac in constant time.</summary>
    public bool HasMac(byte[] noticeSecret)
    {
        int macOffset = _offset + _length - Hmac.MacSize;
        byte[] expected = Mac(noticeSecret, _source, _offset, _length - Hmac.MacSize);
        return Bytes.FixedTimeEquals(expected, 0, _source, macOffset, Hmac.MacSize);
    }

    /// <summary>The bytes that the notice was read from.</summary>
    public byte[] Source => _source;

    /// <summary>Where the first item starts in <see cref="Source"/>.</summary>
    public int FirstItem => _offset + HeaderSize;

    /// <summary>Where the item behind another starts.</summary>
    public int NextItem(int item) => item + ItemHeaderSize + ItemLength(item);

    /// <summary>What an item is.</summary>
    public NoticeItemKind ItemKind(int item) => (NoticeItemKind)_source[item];

    /// <summary>Bytes of an item's value.</summary>
    public int ItemLength(int item) => _source[item + 1];

    /// <summary><c>H(noticeSecret, "LF1 notice" | notice without mac)</c>; the mac is its first 16 bytes.</summary>
    internal static byte[] Mac(byte[] noticeSecret, byte[] source, int offset, int lengthWithoutMac) =>
        Hmac.Derive(noticeSecret, Labels.Notice, Bytes.Copy(source, offset, lengthWithoutMac));

    private bool ItemsFillTheFrame()
    {
        int end = _offset + _length - Hmac.MacSize;
        int at = FirstItem;
        for (int i = 0; i < ItemCount; i++)
        {
            if (at + ItemHeaderSize > end)
                return false;
            at = NextItem(at);
        }
        return at == end;
    }
}
