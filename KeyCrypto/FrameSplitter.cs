namespace LockFirmware.KeyCrypto;

/// <summary>
/// Cuts a frame into pieces with a header byte (docs/protocol.md, 4.4): bit 7 first, bit 6 last, bits 0..5 index. For the
/// phone's writes and the lock's notifications.
/// </summary>
public static class FrameSplitter
{
    /// <summary>The header bit of a frame's first piece.</summary>
    public const byte First = 0x80;

    /// <summary>The header bit of a frame's last piece.</summary>
    public const byte Last = 0x40;

    /// <summary>The header bits of the index.</summary>
    public const byte IndexMask = 0x3F;

    /// <summary>The most pieces a frame has.</summary>
    public const int PieceCountMax = 32;

    /// <summary>How many pieces a frame needs.</summary>
    /// <param name="length">Bytes of the frame, 1..512.</param>
    /// <param name="mtu">The connection's MTU, 23 or more: a piece has MTU - 3 bytes.</param>
    public static int PieceCount(int length, int mtu)
    {
        int content = mtu - 4;
        return (length + content - 1) / content;
    }

    /// <summary>Makes one piece.</summary>
    /// <param name="frame">Holds the frame from offset 0.</param>
    /// <param name="length">Bytes of the frame, 1..512.</param>
    /// <param name="mtu">The connection's MTU, 23 or more.</param>
    /// <param name="index">From 0.</param>
    public static byte[] Piece(byte[] frame, int length, int mtu, int index)
    {
        int content = mtu - 4;
        int offset = index * content;
        bool isLast = offset + content >= length;
        byte[] piece = new byte[1 + (isLast ? length - offset : content)];
        piece[0] = (byte)((index == 0 ? First : 0) | (isLast ? Last : 0) | index);
        Bytes.Append(piece, 1, frame, offset, piece.Length - 1);
        return piece;
    }
}
