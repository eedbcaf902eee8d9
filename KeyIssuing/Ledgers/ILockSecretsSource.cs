using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>Gives a ledger the secrets of its lock. The ledger never stores them.</summary>
public interface ILockSecretsSource
{
    /// <summary>The secrets of one generation of the lock (docs/protocol.md, 2).</summary>
    /// <param name="generation">From 1.</param>
    /// <returns>Null when they are not available.</returns>
    LockSecrets? SecretsOf(ushort generation);
}
