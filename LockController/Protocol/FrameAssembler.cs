using System;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// Assembles a request from its pieces (docs/protocol.md, 4.4). A piece is a header byte (bit 7 first, bit 6 last,
/// bits 0..5 index) and at least one byte of the frame; a frame has at most 32 pieces and 512 bytes.
/// </summary>
public sealed class FrameAssembler
{
    private int _nextIndex;
    private int _length;

    /// <summary>The frame, from offset 0; complete when <see cref="TryAccept"/> says so.</summary>
    public readonly byte[] Frame = new byte[Request.FrameSizeMax];

    /// <summary>Number of bytes received so far.</summary>
    public int Length => _length;

    /// <summary>Drops the pieces received so far.</summary>
    public void Clear()
    {
        _length = 0;
        _nextIndex = 0;
    }

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">Header byte and content.</param>
    /// <param name="isWhole">Whether the frame is complete.</param>
    /// <returns>
    /// Ok; Malformed for a piece without content; OutOfOrder for one that does not follow; TooLong for a frame over
    /// 512 bytes or 32 pieces. After any status but Ok the pieces received so far are dropped.
    /// </returns>
    public Status TryAccept(byte[] piece, out bool isWhole)
    {
        isWhole = false;
        Status status = Check(piece);
        if (status != Status.Ok)
        {
            Clear();
            return status;
        }
        int content = piece.Length - 1;
        Array.Copy(piece, 1, Frame, _length, content);
        _length += content;
        _nextIndex++;
        isWhole = (piece[0] & FrameSplitter.Last) != 0;
        if (isWhole)
            _nextIndex = 0;
        return Status.Ok;
    }

    private Status Check(byte[] piece)
    {
        if (piece.Length < 2)
            return Status.Malformed;
        int index = piece[0] & FrameSplitter.IndexMask;
        if ((piece[0] & FrameSplitter.First) != 0)
        {
            Clear();
            if (index != 0)
                return Status.OutOfOrder;
        }
        else if (index == 0 || index != _nextIndex)
        {
            return _nextIndex == FrameSplitter.PieceCountMax ? Status.TooLong : Status.OutOfOrder;
        }
        return index >= FrameSplitter.PieceCountMax || _length + piece.Length - 1 > Frame.Length ? Status.TooLong : Status.Ok;
    }
}
