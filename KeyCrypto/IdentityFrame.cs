namespace LockFirmware.KeyCrypto;

/// <summary>
/// The value of the characteristic Identity, constant during a boot (docs/protocol.md, 4): facilityId u32 | lockId u32 |
/// generation u16 | firmware version 3 x u8. Anybody could send it; only a proven reply shows who a lock is.
/// </summary>
public sealed class IdentityFrame
{
    /// <summary>Bytes of the frame.</summary>
    public const int Size = 10 + FirmwareNumber.Size;

    /// <summary>The lock's facility; 0 without identity.</summary>
    public uint FacilityId;

    /// <summary>The lock, unique in the facility; 0 without identity.</summary>
    public uint LockId;

    /// <summary>The generation of the lock's secret; 0 without identity.</summary>
    public ushort Generation;

    /// <summary>The version of the firmware, see <see cref="FirmwareNumber"/>.</summary>
    public uint Firmware;

    /// <summary>Whether the lock has an identity.</summary>
    public bool IsProvisioned => Generation != 0;

    /// <summary>Reads the frame.</summary>
    /// <returns>False when it has not exactly <see cref="Size"/> bytes.</returns>
    public bool TryRead(byte[] frame)
    {
        if (frame.Length != Size)
            return false;
        FacilityId = Bytes.ReadU32(frame, 0);
        LockId = Bytes.ReadU32(frame, 4);
        Generation = Bytes.ReadU16(frame, 8);
        Firmware = FirmwareNumber.Read(frame, 10);
        return true;
    }

    /// <summary>The frame's bytes.</summary>
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
