using System;

namespace LockFirmware.KeyCrypto;

/// <summary>
/// The public half of an offline key: who may open which lock, when and for what (docs/protocol.md, 3).
/// Layout: version u8 = 1 | flags u8 = 0 | facilityId u32 | lockId u32 | keyId u32 | holderId u32 | issuedAt u32 |
/// notBefore u32 | notAfter u32 | tenancy u16 | rights u16 | windowCount u8 | windows (5 bytes each).
/// Times are seconds since 2020-01-01T00:00:00Z.
/// </summary>
public sealed class Grant
{
    /// <summary>The version of this layout.</summary>
    public const byte Version = 1;

    /// <summary>Bytes before the windows.</summary>
    public const int HeaderSize = 35;

    /// <summary>Bytes of the longest grant.</summary>
    public const int SizeMax = HeaderSize + (AccessWindows.CountMax * AccessWindows.EntrySize);

    /// <summary>The facility that issued the key.</summary>
    public uint FacilityId;

    /// <summary>The only lock that the key opens.</summary>
    public uint LockId;

    /// <summary>The number of the key: unique in the facility, named by events and revocations.</summary>
    public uint KeyId;

    /// <summary>The number of the user; it may differ from lock to lock, to protect privacy.</summary>
    public uint HolderId;

    /// <summary>When the facility issued the key, in seconds since 2020-01-01T00:00:00Z.</summary>
    public uint IssuedAt;

    /// <summary>The first second at which the key is valid.</summary>
    public uint NotBefore;

    /// <summary>The Offline Key Expiration: the first second at which the key is no longer valid.</summary>
    public uint NotAfter;

    /// <summary>Tenancy number of the unit; 0 for a key without tenancy, such as those of staff.</summary>
    public ushort Tenancy;

    /// <summary>What the holder may do.</summary>
    public Rights Rights;

    /// <summary>The access windows of the holder; 1..8.</summary>
    public readonly AccessWindows Windows = new AccessWindows();

    /// <summary>Reads a grant from its exact bytes.</summary>
    /// <returns>False when the version, a flag, the length, a window or a reserved bit is wrong. Do not use the object then.</returns>
    public bool TryRead(byte[] source, int offset, int length)
    {
        if (length < HeaderSize || source[offset] != Version || source[offset + 1] != 0)
            return false;
        FacilityId = BitConverter.ToUInt32(source, offset + 2);
        LockId = BitConverter.ToUInt32(source, offset + 6);
        KeyId = BitConverter.ToUInt32(source, offset + 10);
        HolderId = BitConverter.ToUInt32(source, offset + 14);
        IssuedAt = BitConverter.ToUInt32(source, offset + 18);
        NotBefore = BitConverter.ToUInt32(source, offset + 22);
        NotAfter = BitConverter.ToUInt32(source, offset + 26);
        Tenancy = BitConverter.ToUInt16(source, offset + 30);
        ushort rights = BitConverter.ToUInt16(source, offset + 32);
        Rights = (Rights)rights;
        int windowCount = source[offset + 34];
        return (rights & ~(int)Rights.All) == 0
            && length == HeaderSize + (windowCount * AccessWindows.EntrySize)
            && Windows.TryRead(source, offset + HeaderSize, windowCount);
    }

    /// <summary>The grant's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderSize + (Windows.Count * AccessWindows.EntrySize)];
        bytes[0] = Version;
        int at = Bytes.WriteU32(bytes, 2, FacilityId);
        at = Bytes.WriteU32(bytes, at, LockId);
        at = Bytes.WriteU32(bytes, at, KeyId);
        at = Bytes.WriteU32(bytes, at, HolderId);
        at = Bytes.WriteU32(bytes, at, IssuedAt);
        at = Bytes.WriteU32(bytes, at, NotBefore);
        at = Bytes.WriteU32(bytes, at, NotAfter);
        at = Bytes.WriteU16(bytes, at, Tenancy);
        at = Bytes.WriteU16(bytes, at, (ushort)Rights);
        bytes[at] = (byte)Windows.Count;
        Windows.WriteTo(bytes, HeaderSize);
        return bytes;
    }

    /// <summary>The secret half of the key: <c>H(keyMinter, grant)</c>.</summary>
    /// <param name="keyMinter">The lock's <see cref="LockSecrets.KeyMinter"/>.</param>
    /// <param name="grant">The grant's exact bytes.</param>
    public static byte[] HolderSecret(byte[] keyMinter, byte[] grant) => Hmac.Hash(keyMinter, grant);
}
