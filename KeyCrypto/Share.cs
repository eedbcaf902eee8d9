namespace LockFirmware.KeyCrypto;

/// <summary>
/// What a holder gives to a guest: a narrower permission, under the holder's secret (docs/protocol.md, 3.3).
/// Layout: guestId u32 | notAfter u32 | rights u16 | windowCount u8 | windows (5 bytes each).
/// </summary>
public sealed class Share
{
    /// <summary>Bytes before the windows.</summary>
    public const int HeaderSize = 11;

    /// <summary>Bytes of the longest share.</summary>
    public const int SizeMax = HeaderSize + (AccessWindows.CountMax * AccessWindows.EntrySize);

    /// <summary>The number that the holder gives to the guest; nobody else checks it.</summary>
    public uint GuestId;

    /// <summary>The first second at which the share is no longer valid, in seconds since 2020-01-01T00:00:00Z.</summary>
    public uint NotAfter;

    /// <summary>The rights of the guest. The lock uses only those that the holder has too and that a guest can get.</summary>
    public Rights Rights;

    /// <summary>The access windows of the guest; the moment must be in a window of the holder too.</summary>
    public readonly AccessWindows Windows = new AccessWindows();

    /// <summary>Reads a share from its exact bytes.</summary>
    /// <returns>False when the length, a window or a reserved bit is wrong. Do not use the object then.</returns>
    public bool TryRead(byte[] source, int offset, int length)
    {
        if (length < HeaderSize)
            return false;
        GuestId = Bytes.ReadU32(source, offset);
        NotAfter = Bytes.ReadU32(source, offset + 4);
        ushort rights = Bytes.ReadU16(source, offset + 8);
        Rights = (Rights)rights;
        int windowCount = source[offset + 10];
        return (rights & ~(int)Rights.All) == 0
            && length == HeaderSize + (windowCount * AccessWindows.EntrySize)
            && Windows.TryRead(source, offset + HeaderSize, windowCount);
    }

    /// <summary>The share's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderSize + (Windows.Count * AccessWindows.EntrySize)];
        int at = Bytes.WriteU32(bytes, 0, GuestId);
        at = Bytes.WriteU32(bytes, at, NotAfter);
        at = Bytes.WriteU16(bytes, at, (ushort)Rights);
        bytes[at] = (byte)Windows.Count;
        Windows.WriteTo(bytes, HeaderSize);
        return bytes;
    }

    /// <summary>The guest's secret: <c>H(holderSecret, "LF1 share" | share)</c>.</summary>
    /// <param name="holderSecret">32 bytes.</param>
    /// <param name="share">The share's exact bytes.</param>
    public static byte[] GuestSecret(byte[] holderSecret, byte[] share) => Hmac.Derive(holderSecret, Labels.Share, share);
}
