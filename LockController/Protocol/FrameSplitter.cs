using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Protocol;

/// <summary>Cuts a frame into pieces with a header byte, see <see cref="FrameAssembler"/>. For notifications, and the phone's writes.</summary>
public static class FrameSplitter
{
    /// <summary>How many pieces a frame makes.</summary>
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
        piece[0] = (byte)((index == 0 ? FrameAssembler.First : 0) | (isLast ? FrameAssembler.Last : 0) | index);
        Bytes.Append(piece, 1, frame, offset, piece.Length - 1);
        return piece;
    }
}
