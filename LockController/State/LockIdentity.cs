using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.State;

/// <summary>
/// The identity of a lock (docs/protocol.md, 8). Record: version u8 = 1 | printedSetupSecret[32] | setupSecret[32] |
/// provisioned u8 | facilityId u32 | lockId u32 | generation u16 | lockSecret[32].
/// </summary>
public sealed class LockIdentity
{
    /// <summary>The version of the record.</summary>
    public const byte Version = 1;

    private const int RecordSize = 1 + (3 * Hmac.HashSize) + 1 + 10;

    /// <summary>The setup secret on the label, 32 bytes.</summary>
    public byte[] PrintedSetupSecret = new byte[Hmac.HashSize];

    /// <summary>The setup secret in force, 32 bytes.</summary>
    public byte[] SetupSecret = new byte[Hmac.HashSize];

    /// <summary>Whether the lock has the identity of a facility.</summary>
    public bool IsProvisioned => Secrets != null;

    /// <summary>The facility; 0 without one.</summary>
    public uint FacilityId { get; private set; }

    /// <summary>The lock, unique in the facility; 0 without one.</summary>
    public uint LockId { get; private set; }

    /// <summary>The generation of the lock's secret; 0 without one.</summary>
    public ushort Generation { get; private set; }

    /// <summary>The lock's secrets; null without a facility.</summary>
    public LockSecrets? Secrets { get; private set; }

    /// <summary>The secret of the challenges, 32 bytes.</summary>
    public byte[] NonceSecret { get; private set; } = new byte[Hmac.HashSize];

    /// <summary>Makes the lock as new: without a facility, with the printed setup secret in force.</summary>
    /// <param name="printedSetupSecret">32 bytes, random, of this lock alone.</param>
    public void StartFresh(byte[] printedSetupSecret)
    {
        PrintedSetupSecret = Bytes.Copy(printedSetupSecret, 0, Hmac.HashSize);
        Remove(PrintedSetupSecret);
    }

    /// <summary>Takes an identity. The setup secret in force becomes one that only this facility can know.</summary>
    public void Take(uint facilityId, uint lockId, ushort generation, byte[] lockSecret)
    {
        SetupSecret = SetupSecrets.AfterCommit(SetupSecret, lockSecret);
        Assign(facilityId, lockId, generation, lockSecret);
    }

    /// <summary>Changes the secret of the same lock (Rekey). The setup secret stays as it is.</summary>
    public void Rekey(ushort generation, byte[] lockSecret) => Assign(FacilityId, LockId, generation, lockSecret);

    /// <summary>Removes the identity.</summary>
    /// <param name="setupSecret">What admits the next Provision, 32 bytes.</param>
    public void Remove(byte[] setupSecret)
    {
        SetupSecret = Bytes.Copy(setupSecret, 0, Hmac.HashSize);
        FacilityId = 0;
        LockId = 0;
        Generation = 0;
        Secrets?.Clear();
        Secrets = null;
        NonceSecret = SetupSecrets.Nonce(SetupSecret);
    }

    /// <summary>Reads the identity from its record.</summary>
    /// <returns>False when the record has another format; the object is then unchanged.</returns>
    public bool TryRead(byte[] record)
    {
        if (record.Length != RecordSize || record[0] != Version)
            return false;
        PrintedSetupSecret = Bytes.Copy(record, 1, Hmac.HashSize);
        byte[] setupSecret = Bytes.Copy(record, 1 + Hmac.HashSize, Hmac.HashSize);
        int at = 1 + (2 * Hmac.HashSize);
        if (record[at] == 0)
        {
            Remove(setupSecret);
            return true;
        }
        SetupSecret = setupSecret;
        byte[] lockSecret = Bytes.Copy(record, at + 11, Hmac.HashSize);
        Assign(Bytes.ReadU32(record, at + 1), Bytes.ReadU32(record, at + 5), Bytes.ReadU16(record, at + 9), lockSecret);
        Bytes.Clear(lockSecret);
        return true;
    }

    /// <summary>The record.</summary>
    public byte[] ToRecord()
    {
        byte[] record = new byte[RecordSize];
        record[0] = Version;
        int at = Bytes.Append(record, 1, PrintedSetupSecret);
        at = Bytes.Append(record, at, SetupSecret);
        LockSecrets? secrets = Secrets;
        if (secrets == null)
            return record;
        record[at++] = 1;
        at = Bytes.WriteU32(record, at, FacilityId);
        at = Bytes.WriteU32(record, at, LockId);
        at = Bytes.WriteU16(record, at, Generation);
        Bytes.Append(record, at, secrets.LockSecret);
        return record;
    }

    private void Assign(uint facilityId, uint lockId, ushort generation, byte[] lockSecret)
    {
        FacilityId = facilityId;
        LockId = lockId;
        Generation = generation;
        Secrets?.Clear();
        Secrets = new LockSecrets(lockSecret);
        NonceSecret = Secrets.NonceSecret;
    }
}
