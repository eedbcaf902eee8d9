using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.AspNetCore.DataProtection;

namespace LockFirmware.Facility.Site;

/// <summary>
/// Holds the facility's secret in memory while the program runs. In the database the secret is encrypted by Data Protection, whose keys
/// are stored outside the database. All code that needs a lock's secrets gets them from here.
/// </summary>
public sealed class SecretVault(IDataProtectionProvider protection)
{
    /// <summary>The message for people if <see cref="Open"/> fails because the keys are not the right ones.</summary>
    public const string OtherKeys =
        "The facility's secret in this database was encrypted with other keys. The key folder (setting Facility:KeyFolder) does not "
        + "belong to this database, or the certificate that protects the keys is missing (setting Facility:KeyCertificate). Restore it, "
        + "or run: facility restored --secret <file>";

    private readonly IDataProtector _protector = protection.CreateProtector("LockFirmware.Facility.FacilitySecret.v1");
    private byte[]? _secret;
    private uint _facilityId;

    /// <summary>The facility's number.</summary>
    public uint FacilityId => _facilityId;

    /// <summary>Encrypts a facility's secret for <see cref="SiteRow.ProtectedSecret"/>.</summary>
    /// <param name="secret">32 bytes.</param>
    public string Protect(byte[] secret) => Convert.ToBase64String(_protector.Protect(secret));

    /// <summary>Decrypts the secret and keeps it in memory.</summary>
    /// <exception cref="CryptographicException">The secret was encrypted with other keys: this is not the key folder that was used
    /// then.</exception>
    public void Open(SiteRow site)
    {
        _secret = _protector.Unprotect(Convert.FromBase64String(site.ProtectedSecret));
        _facilityId = (uint)site.FacilityId;
    }

    /// <summary>The secrets of all generations of a lock.</summary>
    public ILockSecretsSource SourceOf(long entryId) => new DerivedLockSecrets(Secret, _facilityId, (uint)entryId);

    /// <summary>A lock's secrets of one generation.</summary>
    public LockSecrets SecretsOf(long entryId, ushort generation) => SourceOf(entryId).SecretsOf(generation)!;

    /// <summary>Copies the secret, for the backup. The caller clears the copy.</summary>
    public byte[] CopySecret() => [.. Secret];

    private byte[] Secret => _secret ?? throw new InvalidOperationException("The facility's secret is not loaded yet.");
}
