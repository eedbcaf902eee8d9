using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>
/// Exports and restores the facility's secret, the second half of a backup. A copy of the database contains the secret only encrypted
/// with this computer's keys. The export is encrypted under a passphrase and can be restored on another computer.
/// </summary>
public sealed class SecretBackup(FacilityDb db, ChangeRunner runner, SecretVault vault, FacilityClock clock, OfficeTrail trail)
{
    /// <summary>Exports the secret. The export is recorded in the office's trail before the file is returned.</summary>
    /// <param name="passphrase">At least <see cref="SecretFile.PassphraseLengthMin"/> characters.</param>
    /// <returns>The file's bytes.</returns>
    public async Task<byte[]> ExportAsync(string passphrase)
    {
        if (passphrase.Length < SecretFile.PassphraseLengthMin)
            throw new ArgumentException($"A passphrase has at least {SecretFile.PassphraseLengthMin} characters.", nameof(passphrase));
        SiteRow site = await runner.StoreAsync(() =>
        {
            trail.Add(AuditAction.SecretExported, "encrypted under a passphrase");
            return db.Sites.SingleAsync();
        });
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
    /// Stores the secret in a restored database, encrypted with this computer's keys, and opens the vault. The vault need not be open
    /// before. The database must have the current version.
    /// </summary>
    /// <param name="file">A file that <see cref="ExportAsync"/> returned.</param>
    /// <param name="passphrase">The passphrase of the export.</param>
    /// <returns>Null if the secret was restored, otherwise what is wrong, as a text for people.</returns>
    public async Task<string?> RestoreAsync(byte[] file, string passphrase)
    {
        if (SecretFile.Read(file) is not { } read)
            return "This file is not an exported facility secret.";
        ChangeAnswer answer = await runner.RunAsync(() => PutBackAsync(read, passphrase));
        if (!answer.IsDone)
            return answer.Words;
        vault.Open(await db.Sites.AsNoTracking().SingleAsync());
        return null;
    }

    private async Task<ChangeAnswer> PutBackAsync(SecretFile read, string passphrase)
    {
        SiteRow? site = await db.Sites.SingleOrDefaultAsync();
        if (site == null)
            return ChangeAnswer.Refused(
                "The database is empty. Restore the copy of the database first. Without its counters, numbers would be used twice.");
        if (site.FacilityId != read.FacilityId)
            return ChangeAnswer.Refused($"The secret is of the facility \"{read.Name}\" ({read.FacilityId}), "
                + $"the database of \"{site.Name}\" ({site.FacilityId}).");
        if (read.Open(passphrase) is not { } secret)
            return ChangeAnswer.Refused("The passphrase is wrong, or the file was altered.");
        site.ProtectedSecret = vault.Protect(secret);
        CryptographicOperations.ZeroMemory(secret);
        trail.Add(AuditAction.SecretRestored, "from an exported file");
        return ChangeAnswer.Done("The secret was restored.");
    }
}
