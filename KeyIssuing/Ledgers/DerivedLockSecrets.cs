using System.Security.Cryptography;
using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>Derives the secrets of one lock from the facility's secret (docs/protocol.md, 2). Not thread-safe.</summary>
/// <param name="facilitySecret">32 bytes. The array is used, not copied; the caller clears it.</param>
/// <param name="facilityId">The facility.</param>
/// <param name="lockId">The lock.</param>
public sealed class DerivedLockSecrets(byte[] facilitySecret, uint facilityId, uint lockId) : ILockSecretsSource
{
    private (ushort Generation, LockSecrets Secrets)? _last;

    /// <inheritdoc/>
    public LockSecrets? SecretsOf(ushort generation)
    {
        if (_last is { } last && last.Generation == generation)
            return last.Secrets;
        byte[] lockSecret = LockSecrets.DeriveLockSecret(facilitySecret, facilityId, lockId, generation);
        LockSecrets secrets = new(lockSecret);
        CryptographicOperations.ZeroMemory(lockSecret);
        _last = (generation, secrets);
        return secrets;
    }
}
