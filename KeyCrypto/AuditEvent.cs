namespace LockFirmware.KeyCrypto;

/// <summary>
/// One record of the audit trail: time u32 | kind u8 (low 6 bits; high 2: clock trust) | reason u8 | keyId u32 |
/// detail u32 | check u16 (docs/protocol.md, 7). Its sequence number follows from its place.
/// </summary>
public sealed class AuditEvent
{
    /// <summary>Bytes of a record.</summary>
    public const int Size = 16;

    private const int CheckOffset = 14;
    private const int KindMask = 0x3F;
    private const int TrustShift = 6;

    /// <summary>When, by the lock's clock: seconds since 2020-01-01T00:00:00Z; 0 when it knew none.</summary>
    public uint Time;

    /// <summary>What happened.</summary>
    public EventKind Kind;

    /// <summary>How far the lock trusted <see cref="Time"/>.</summary>
    public ClockTrust Trust;

    /// <summary>Why; what it means depends on the kind.</summary>
    public byte Reason;

    /// <summary>The key concerned, 0 for none.</summary>
    public uint KeyId;

    /// <summary>What it means depends on the kind.</summary>
    public uint Detail;

    /// <summary>Reads a record.</summary>
    /// <returns>False when the check value does not fit: the record is torn or corrupt.</returns>
    public bool TryRead(byte[] source, int offset)
    {
        Time = Bytes.ReadU32(source, offset);
        Kind = (EventKind)(source[offset + 4] & KindMask);
        Trust = (ClockTrust)(source[offset + 4] >> TrustShift);
        Reason = source[offset + 5];
        KeyId = Bytes.ReadU32(source, offset + 6);
        Detail = Bytes.ReadU32(source, offset + 10);
        return Crc16.Compute(source, offset, CheckOffset) == Bytes.ReadU16(source, offset + CheckOffset);
    }

    /// <summary>Writes the record; 16 bytes.</summary>
    public void WriteTo(byte[] target, int offset)
    {
        int at = Bytes.WriteU32(target, offset, Time);
        target[at++] = (byte)((byte)Kind | ((byte)Trust << TrustShift));
        target[at++] = Reason;
        at = Bytes.WriteU32(target, at, KeyId);
        at = Bytes.WriteU32(target, at, Detail);
        Bytes.WriteU16(target, at, Crc16.Compute(target, offset, CheckOffset));
    }
}
