namespace LockFirmware.KeyCrypto;

/// <summary>A lock's secret and everything derived from it, computed once (docs/protocol.md, 2).</summary>
/// <remarks>Not thread-safe for <see cref="Clear"/>; reading is.</remarks>
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

    /// <summary>The lock's own secret: what it stores.</summary>
    public byte[] LockSecret => _lockSecret;

    /// <summary>Mints this lock's offline keys.</summary>
    public byte[] KeyMinter { get; }

    /// <summary>Authenticates the facility's notices and time to this lock.</summary>
    public byte[] NoticeSecret { get; }

    /// <summary>Seals this lock's events.</summary>
    public byte[] AuditSecret { get; }

    /// <summary>Makes this lock's challenges.</summary>
    public byte[] NonceSecret { get; }

    /// <summary>Shows that a radio path to this lock exists now.</summary>
    public byte[] HereSecret { get; }

    internal byte[] BatchKey => _batchKey ??= Hmac.Derive(AuditSecret, Labels.Batch);

    internal byte[] SealKey => _sealKey ??= Hmac.Derive(AuditSecret, Labels.Seal);

    /// <summary>Derives a lock's secret from the facility's (done by the facility only).</summary>
    /// <param name="facilitySecret">32 bytes, never leaves the gateway.</param>
    /// <param name="facilityId">The facility.</param>
    /// <param name="lockId">The lock, unique in the facility.</param>
    /// <param name="generation">From 1; never used twice for one lock id.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] DeriveLockSecret(byte[] facilitySecret, uint facilityId, uint lockId, ushort generation)
    {
        byte[] data = new byte[10];
        int at = Bytes.WriteU32(data, 0, facilityId);
        at = Bytes.WriteU32(data, at, lockId);
        Bytes.WriteU16(data, at, generation);
        return Hmac.Derive(facilitySecret, Labels.Lock, data);
    }

    /// <summary>Wipes every secret; the object is of no use afterwards.</summary>
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
