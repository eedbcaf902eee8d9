using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>The secrets of one lock that a job file has.</summary>
internal sealed class JobLockSecrets(FacilityLock target) : ILockSecretsSource
{
    /// <inheritdoc/>
    public LockSecrets? SecretsOf(ushort generation) => target.JobSecrets.Find(known => known.Generation == generation) is { } secret
        ? new LockSecrets(Convert.FromHexString(secret.Secret))
        : null;
}
