using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>Where the gateway gets the secrets of one lock; they are never kept in its ledger.</summary>
public interface ILockSecretsSource
{
    /// <summary>The secrets of a generation of the lock (docs/protocol.md, 2).</summary>
    /// <param name="generation">From 1.</param>
    /// <returns>Null when they are not to be had.</returns>
    LockSecrets? SecretsOf(ushort generation);
}
