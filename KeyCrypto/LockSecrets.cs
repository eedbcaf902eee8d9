namespace LockFirmware.KeyCrypto;

/// <summary>A lock's secret and everything derived from it, computed once (docs/protocol.md, 2).</summary>
/// <remarks>Several threads may read. None may read while <see cref="Clear"/> runs.</remarks>
public sealed class LockSecrets
{
    private readonly byte[] _lockSecret;
    private byte[]? _batchKey;
    private byte[]? _sealKey;

    /// <summary>Derives the sub-secrets of a lock.</summary>
    /// <param name="lockSecret">32 bytes; the array is copied.</param>
    public LockSecrets(byte[] lockSecret)
    {
        _lockSecret = Bytes.Copy(lockSecret, 0, Hmac.HashSize);
        KeyMinter = Hmac.Derive(_lockSecret, Labels.Key);
        NoticeSecret = Hmac.Derive(_lockSecret, Labels.Notice);
        AuditSecret = Hmac.Derive(_lockSecret, Labels.Audit);
        NonceSecret = Hmac.Derive(_lockSecret, Labels.Nonce);
        HereSecret = Hmac.Derive(_lockSecret, Labels.Here);
    }

    /// <summary>The lock's own secret, which the lock stores.</summary>
    public byte[] LockSecret => _lockSecret;

    /// <summary>Derives the secrets of this lock's offline keys.</summary>
    public readonly byte[] KeyMinter;

    /// <summary>Authenticates the facility's notices and time to this lock.</summary>
    public byte[] NoticeSecret { get; }

    /// <summary>Seals this lock's events.</summary>
    public byte[] AuditSecret { get; }

    /// <summary>Makes this lock's challenges.</summary>
    public readonly byte[] NonceSecret;

    /// <summary>Keys the answer to Here, which shows that there is a radio path to this lock.</summary>
    public byte[] HereSecret { get; }

    internal byte[] BatchKey => _batchKey ??= Hmac.Derive(AuditSecret, Labels.Batch);

    internal byte[] SealKey => _sealKey ??= Hmac.Derive(AuditSecret, Labels.Seal);

    /// <summary>Derives a lock's secret from the facility secret. Only the facility does this.</summary>
    /// <param name="facilitySecret">32 bytes; never sent to anybody.</param>
    /// <param name="facilityId">The facility.</param>
    /// <param name="lockId">The lock, unique in the facility.</param>
    /// <param name="generation">1..65535; never used twice for one lock.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] DeriveLockSecret(byte[] facilitySecret, uint facilityId, uint lockId, ushort generation)
    {
        byte[] data = new byte[10];
        int at = Bytes.WriteU32(data, 0, facilityId);
        at = Bytes.WriteU32(data, at, lockId);
        Bytes.WriteU16(data, at, generation);
        return Hmac.Derive(facilitySecret, Labels.Lock, data);
    }

    /// <summary>Wipes all secrets. Do not use the object afterwards.</summary>
    public void Clear()
    {
        Bytes.Clear(_lockSecret);
        Bytes.Clear(KeyMinter);
        Bytes.Clear(NoticeSecret);
        Bytes.Clear(AuditSecret);
        Bytes.Clear(NonceSecret);
        Bytes.Clear(HereSecret);
        if (_batchKey != null)
            Bytes.Clear(_batchKey);
        if (_sealKey != null)
            Bytes.Clear(_sealKey);
    }
}
