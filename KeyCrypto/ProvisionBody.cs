namespace LockFirmware.KeyCrypto;

/// <summary>
/// The identity that Provision gives a lock (docs/protocol.md, 8): facilityId u32 | lockId u32 | generation u16 |
/// lockSecret[32] | zone rule and configuration. On the air it is under AES-CTR with key
/// <c>H(setupSecret, "LF1 seal" | challengeFrame)[0..16)</c> and covered by the proof.
/// </summary>
public sealed class ProvisionBody
{
    /// <summary>Bytes before the configuration.</summary>
    public const int HeaderSize = 10 + Hmac.HashSize;

    /// <summary>Bytes of the longest body.</summary>
    public const int SizeMax = HeaderSize + LockConfiguration.SizeMax;

    /// <summary>The facility.</summary>
    public uint FacilityId;

    /// <summary>The lock, unique in the facility.</summary>
    public uint LockId;

    /// <summary>From 1; higher than any this lock has had.</summary>
    public ushort Generation;

    /// <summary>The lock's secret, 32 bytes.</summary>
    public byte[] LockSecret = new byte[Hmac.HashSize];

    /// <summary>Zone rule and configuration.</summary>
    public readonly LockConfiguration Configuration = new LockConfiguration();

    /// <summary>Seals the identity for one challenge (the facility's side).</summary>
    /// <param name="setupSecret">32 bytes, from the lock's label or the recovery of its identity.</param>
    /// <param name="challengeFrame">What the lock's Challenge gave.</param>
    public byte[] Seal(byte[] setupSecret, byte[] challengeFrame)
    {
        byte[] body = new byte[HeaderSize + Configuration.Size];
        WriteTo(body, 0);
        AesCtr.Apply(SealSecret(setupSecret, challengeFrame), null, body, 0, body.Length);
        return body;
    }

    /// <summary>Opens and reads a sealed identity (the lock's side), after its proof held.</summary>
    /// <returns>Ok; NotApplicable when something in it is out of range, SettingsTooNew; the object is then undefined.</returns>
    public Status Open(byte[] setupSecret, byte[] challengeFrame, byte[] source, int offset, int length)
    {
        byte[] body = Bytes.Copy(source, offset, length);
        AesCtr.Apply(SealSecret(setupSecret, challengeFrame), null, body, 0, length);
        Status status = Read(body, 0, length);
        Bytes.Clear(body);
        return status;
    }

    /// <summary>Reads an identity in the clear from a lock's own memory, or from a file that came over the cable.</summary>
    /// <returns>Ok; NotApplicable when something in it is out of range, SettingsTooNew; the object is then undefined.</returns>
    public Status Read(byte[] source, int offset, int length)
    {
        if (length < HeaderSize)
            return Status.NotApplicable;
        FacilityId = Bytes.ReadU32(source, offset);
        LockId = Bytes.ReadU32(source, offset + 4);
        Generation = Bytes.ReadU16(source, offset + 8);
        LockSecret = Bytes.Copy(source, offset + 10, Hmac.HashSize);
        return Generation == 0 ? Status.NotApplicable : Configuration.Read(source, offset + HeaderSize, length - HeaderSize);
    }

    /// <summary>Reads an identity in the clear.</summary>
    /// <returns>False when something in it is out of range or too new; the object is then undefined.</returns>
    public bool TryRead(byte[] source, int offset, int length) => Read(source, offset, length) == Status.Ok;

    /// <summary>Writes the identity in the clear.</summary>
    public void WriteTo(byte[] target, int offset)
    {
        int at = Bytes.WriteU32(target, offset, FacilityId);
        at = Bytes.WriteU32(target, at, LockId);
        at = Bytes.WriteU16(target, at, Generation);
        at = Bytes.Append(target, at, LockSecret, 0, Hmac.HashSize);
        Configuration.WriteTo(target, at);
    }

    private static byte[] SealSecret(byte[] setupSecret, byte[] challengeFrame) =>
        Hmac.Derive(setupSecret, Labels.Seal, challengeFrame);
}
