using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>
/// The second half of a backup. A copy of the database holds the facility's secret only encrypted under the computer's own keys; this
/// takes the secret out under a passphrase, and puts it back beside a copy of the database on another computer.
/// </summary>
public sealed class SecretBackup(FacilityDb db, SecretVault vault, FacilityClock clock, OfficeTrail trail)
{
    /// <summary>Takes the secret out; the trail says so before the file leaves.</summary>
    /// <param name="passphrase">At least <see cref="SecretFile.PassphraseLengthMin"/> characters.</param>
    /// <returns>The file's bytes.</returns>
    public async Task<byte[]> ExportAsync(string passphrase)
    {
        if (passphrase.Length < SecretFile.PassphraseLengthMin)
            throw new ArgumentException($"A passphrase has at least {SecretFile.PassphraseLengthMin} characters.", nameof(passphrase));
        SiteRow site = await db.Sites.SingleAsync();
        trail.Add(AuditAction.SecretExported, "encrypted under a passphrase");
        await db.SaveChangesAsync();
        byte[] secret = vault.CopySecret();
        try
        {
            return SecretFile.Write((uint)site.FacilityId, site.Name, clock.Now, secret, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>
    /// Puts the secret back into a restored database, encrypted under this computer's keys, and opens the vault. Needs no secret open
    /// before; the database must be of the present version.
    /// </summary>
    /// <param name="file">What <see cref="ExportAsync"/> gave.</param>
    /// <param name="passphrase">The one it was exported under.</param>
    /// <returns>Null when it was done, else what is wrong, in words.</returns>
    public async Task<string?> RestoreAsync(byte[] file, string passphrase)
    {
        if (SecretFile.Read(file) is not { } read)
            return "This file is not an exported facility secret.";
        SiteRow? site = await db.Sites.SingleOrDefaultAsync();
        if (site == null)
            return "The database is empty. Restore the copy of the database first. Without its counters, numbers would be used twice.";
        if (site.FacilityId != read.FacilityId)
            return $"The secret is of the facility \"{read.Name}\" ({read.FacilityId}), the database of \"{site.Name}\" "
                + $"({site.FacilityId}).";
        if (read.Open(passphrase) is not { } secret)
            return "The passphrase is wrong, or the file was altered.";
        site.ProtectedSecret = vault.Protect(secret);
        CryptographicOperations.ZeroMemory(secret);
        trail.Add(AuditAction.SecretRestored, "from an exported file");
        await db.SaveChangesAsync();
        vault.Open(site);
        return null;
    }
}
