namespace LockFirmware.KeyCrypto;

/// <summary>
/// What a holder hands to a guest: a narrower permission under the holder's secret (docs/protocol.md, 3.3).
/// Layout: guestId u32 | notAfter u32 | rights u16 | windowCount u8 | windows (5 bytes each).
/// </summary>
public sealed class Share
{
    /// <summary>Bytes before the windows.</summary>
    public const int HeaderSize = 11;

    /// <summary>Bytes of the longest share.</summary>
    public const int SizeMax = HeaderSize + (AccessWindows.CountMax * AccessWindows.EntrySize);

    /// <summary>The guest, as the holder names them; not checked by anyone else.</summary>
    public uint GuestId;

    /// <summary>End of validity, seconds since 2020-01-01T00:00:00Z, exclusive.</summary>
    public uint NotAfter;

    /// <summary>What the guest may do; only what the holder may do and what passes to a guest counts.</summary>
    public Rights Rights;

    /// <summary>When the guest may; the holder's windows must admit as well.</summary>
    public readonly AccessWindows Windows = new AccessWindows();

    /// <summary>Reads a share from its exact bytes.</summary>
    /// <returns>False when the length, a window or a reserved bit is wrong; the object is then undefined.</returns>
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
