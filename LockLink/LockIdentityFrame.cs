using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>What the characteristic Identity tells, constant during a boot of the lock (docs/protocol.md, 4).</summary>
/// <param name="FacilityId">The lock's facility; 0 without identity.</param>
/// <param name="LockId">The lock; 0 without identity.</param>
/// <param name="Generation">The generation of its secret; 0 without identity.</param>
/// <param name="Firmware">The version of its firmware.</param>
public sealed record LockIdentityFrame(uint FacilityId, uint LockId, ushort Generation, Version Firmware)
{
    /// <summary>Bytes of the frame: facilityId u32, lockId u32, generation u16, firmware version 3 x u8.</summary>
    public const int Size = 13;

    private const int VersionOffset = 10;

    /// <summary>Whether the lock has an identity.</summary>
    public bool IsProvisioned => Generation != 0;

    /// <summary>Reads the frame.</summary>
    /// <returns>Null when it has not exactly <see cref="Size"/> bytes.</returns>
    public static LockIdentityFrame? TryRead(byte[] frame) => frame.Length != Size
        ? null
        : new LockIdentityFrame(
            Bytes.ReadU32(frame, 0),
            Bytes.ReadU32(frame, 4),
            Bytes.ReadU16(frame, 8),
            new Version(frame[VersionOffset], frame[VersionOffset + 1], frame[VersionOffset + 2]));
}
