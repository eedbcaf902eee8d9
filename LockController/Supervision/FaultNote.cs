using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// What the supervisor writes for the next start, which records it as an event: version u8 = 1 | reason u8
/// (<see cref="FaultReason"/>) | detail
/// u32 (<see cref="FaultDetail"/>) | bootCount u32 | check u16 (CRC-16 as in docs/protocol.md, 7). Because of the
/// boot's number it is recorded once, whenever the power fails.
/// </summary>
public static class FaultNote
{
    /// <summary>The file on the internal storage.</summary>
    public const string FileName = "fault.bin";

    /// <summary>Bytes of a note.</summary>
    public const int Size = CheckAt + 2;

    private const byte Version = 1;
    private const int CheckAt = 10;

    /// <summary>Writes a note. Allocates nothing.</summary>
    public static void Write(byte[] target, FaultReason reason, uint detail, uint bootCount)
    {
        target[0] = Version;
        target[1] = (byte)reason;
        Bytes.WriteU32(target, 2, detail);
        Bytes.WriteU32(target, 6, bootCount);
        Bytes.WriteU16(target, CheckAt, Crc16.Compute(target, 0, CheckAt));
    }

    /// <summary>How many starts in a row had failed for lack of memory when a note was written.</summary>
    /// <param name="file">Its file; null for none.</param>
    public static int FailedStarts(byte[]? file)
    {
        if (file == null || file.Length != Size || file[0] != Version || Bytes.ReadU16(file, CheckAt) != Crc16.Compute(file, 0, CheckAt))
            return 0;
        return file[1] == (byte)FaultReason.OutOfMemoryAtStart ? FaultDetail.Starts(Bytes.ReadU32(file, 2)) : 0;
    }

    /// <summary>Reads a note.</summary>
    /// <param name="file">Its file; null for none.</param>
    /// <param name="bootCount">The number of the last boot that was counted.</param>
    /// <param name="reason">The fault.</param>
    /// <param name="detail">In which thread it occurred, and what was not recorded.</param>
    /// <returns>False when the file is damaged, or was written in an earlier boot.</returns>
    public static bool TryRead(byte[]? file, uint bootCount, out FaultReason reason, out uint detail)
    {
        reason = 0;
        detail = 0;
        if (file == null || file.Length != Size || file[0] != Version || Bytes.ReadU16(file, CheckAt) != Crc16.Compute(file, 0, CheckAt))
            return false;
        reason = (FaultReason)file[1];
        detail = Bytes.ReadU32(file, 2);
        uint noted = Bytes.ReadU32(file, 6);
        return noted == 0 || noted == bootCount;
    }
}
