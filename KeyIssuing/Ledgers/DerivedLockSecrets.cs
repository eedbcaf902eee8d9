using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>The secrets of one lock, derived from the facility's own (docs/protocol.md, 2).</summary>
public sealed class DerivedLockSecrets : ILockSecretsSource
{
    private readonly byte[] _facilitySecret;
    private readonly uint _facilityId;
    private readonly uint _lockId;
    private LockSecrets? _last;
    private ushort _lastGeneration;

    /// <summary>Names the lock.</summary>
    /// <param name="facilitySecret">32 bytes; the array is used, not copied, and is the caller's to clear.</param>
    /// <param name="facilityId">The facility.</param>
    /// <param name="lockId">The lock.</param>
    public DerivedLockSecrets(byte[] facilitySecret, uint facilityId, uint lockId)
    {
        _facilitySecret = facilitySecret;
        _facilityId = facilityId;
        _lockId = lockId;
    }

    /// <inheritdoc/>
    public LockSecrets? SecretsOf(ushort generation)
    {
        if (_last != null && _lastGeneration == generation)
            return _last;
        byte[] lockSecret = LockSecrets.DeriveLockSecret(_facilitySecret, _facilityId, _lockId, generation);
        _last = new LockSecrets(lockSecret);
        _lastGeneration = generation;
        Bytes.Clear(lockSecret);
        return _last;
    }
}
