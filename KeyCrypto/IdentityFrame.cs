namespace LockFirmware.KeyCrypto;

/// <summary>
/// The value of the characteristic Identity, constant during a boot (docs/protocol.md, 4): facilityId u32 | lockId u32 |
/// generation u16 | firmware version 3 x u8 | name of the board, ASCII. Anybody could send it; only a proven reply shows who a lock is.
/// </summary>
public sealed class IdentityFrame
{
    /// <summary>Bytes before the board's name.</summary>
    public const int Size = 10 + FirmwareNumber.Size;

    /// <summary>Characters of the longest name of a board.</summary>
    public const int BoardLengthMax = 32;

    /// <summary>The lock's facility; 0 without identity.</summary>
    public uint FacilityId;

    /// <summary>The lock, unique in the facility; 0 without identity.</summary>
    public uint LockId;

    /// <summary>The generation of the lock's secret; 0 without identity.</summary>
    public ushort Generation;

    /// <summary>The version of the firmware, see <see cref="FirmwareNumber"/>.</summary>
    public uint Firmware;

    /// <summary>The name of the board, as it was read; empty when the frame has none.</summary>
    public string Board = "";

    /// <summary>Whether the lock has an identity.</summary>
    public bool IsProvisioned => Generation != 0;

    /// <summary>Reads the frame.</summary>
    /// <returns>False when it is too short or too long, or the name is not ASCII without spaces; the object is then undefined.</returns>
    public bool TryRead(byte[] frame)
    {
        if (frame.Length < Size || frame.Length > Size + BoardLengthMax)
            return false;
        char[] board = new char[frame.Length - Size];
        for (int i = 0; i < board.Length; i++)
        {
            board[i] = (char)frame[Size + i];
            if (board[i] <= ' ' || board[i] > '~')
                return false;
        }
        Board = new string(board);
        FacilityId = Bytes.ReadU32(frame, 0);
        LockId = Bytes.ReadU32(frame, 4);
        Generation = Bytes.ReadU16(frame, 8);
        Firmware = FirmwareNumber.Read(frame, 10);
        return true;
    }

    /// <summary>A frame with the name of a board at its end.</summary>
    /// <param name="frame">What <see cref="ToBytes"/> made.</param>
    /// <param name="board">ASCII without spaces, at most <see cref="BoardLengthMax"/> characters.</param>
    public static byte[] WithBoard(byte[] frame, string board)
    {
        byte[] named = new byte[Size + board.Length];
        int at = Bytes.Append(named, 0, frame);
        for (int i = 0; i < board.Length; i++)
            named[at + i] = (byte)board[i];
        return named;
    }

    /// <summary>The frame's bytes, without the name of the board.</summary>
    public byte[] ToBytes()
    {
        byte[] frame = new byte[Size];
        int at = Bytes.WriteU32(frame, 0, FacilityId);
        at = Bytes.WriteU32(frame, at, LockId);
        at = Bytes.WriteU16(frame, at, Generation);
        FirmwareNumber.Write(frame, at, Firmware);
        return frame;
    }
}
