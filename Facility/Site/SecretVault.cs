using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.AspNetCore.DataProtection;

namespace LockFirmware.Facility.Site;

/// <summary>
/// The facility's secret: encrypted at rest by Data Protection, whose keys lie outside the database, and open in this process only
/// while it runs. Everything that needs a lock's secrets gets them here.
/// </summary>
public sealed class SecretVault(IDataProtectionProvider protection)
{
    /// <summary>What to say where <see cref="Open"/> finds other keys.</summary>
    public const string OtherKeys =
        "The facility's secret in this database was encrypted with other keys. The key folder (setting Facility:KeyFolder) does not "
        + "belong to this database, or the certificate that protects the keys is missing (setting Facility:KeyCertificate). Restore it, "
        + "or run: facility restored --secret <file>";

    private readonly IDataProtector _protector = protection.CreateProtector("LockFirmware.Facility.FacilitySecret.v1");
    private byte[]? _secret;
    private uint _facilityId;

    /// <summary>The facility's number.</summary>
    public uint FacilityId => _facilityId;

    /// <summary>Encrypts a facility's secret for its row.</summary>
    /// <param name="secret">32 bytes.</param>
    public string Protect(byte[] secret) => Convert.ToBase64String(_protector.Protect(secret));

    /// <summary>Opens the vault for this process.</summary>
    /// <exception cref="CryptographicException">The row was encrypted under other keys: the key folder is not the one it was made
    /// with.</exception>
    public void Open(SiteRow site)
    {
        _secret = _protector.Unprotect(Convert.FromBase64String(site.ProtectedSecret));
        _facilityId = (uint)site.FacilityId;
    }

    /// <summary>The secrets of all generations of a lock.</summary>
    public ILockSecretsSource SourceOf(long entryId) => new DerivedLockSecrets(Secret, _facilityId, (uint)entryId);

    /// <summary>A lock's secrets of one generation.</summary>
    public LockSecrets SecretsOf(long entryId, ushort generation) => SourceOf(entryId).SecretsOf(generation)!;

    /// <summary>The secret itself, for the backup that an administrator asks for. The caller clears the copy.</summary>
    public byte[] CopySecret() => [.. Secret];

    private byte[] Secret => _secret ?? throw new InvalidOperationException("The facility's secret is not loaded yet.");
}
