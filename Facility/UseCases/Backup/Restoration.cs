using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>
/// What must happen once after a copy of the database was put back: the copy has forgotten numbers that were given out since, and where
/// the key folder is lost it cannot open its secret.
/// </summary>
public sealed class Restoration(FacilityDb db, SecretVault vault, SecretBackup backup, OfficeTrail trail)
{
    /// <summary>How many numbers of keys are left out, so that none is given to two keys.</summary>
    public const int SkippedKeyCount = 100_000;

    /// <summary>Does it.</summary>
    /// <param name="secretFile">The exported secret; null where the key folder is the one that the database was made with.</param>
    /// <param name="passphrase">Asked only where there is such a file.</param>
    /// <returns>What was done, a line each.</returns>
    /// <exception cref="InvalidDataException">It cannot be done; the message says why.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(byte[]? secretFile, Func<string> passphrase)
    {
        await DatabaseSetup.MigrateAsync(db);
        SiteRow site = await db.Sites.SingleOrDefaultAsync()
            ?? throw new InvalidDataException("The database is empty. Restore the copy of the database first.");
        List<string> done = [];
        if (secretFile != null)
        {
            if (await backup.RestoreAsync(secretFile, passphrase()) is { } complaint)
                throw new InvalidDataException(complaint);
            done.Add("The secret was restored. It is encrypted with this computer's keys.");
        }
        else
        {
            Open(site);
        }
        site.NextKeyId += SkippedKeyCount;
        int codes = await db.SignInCodes.Where(code => code.UsedAt == null).ExecuteDeleteAsync();
        trail.Add(AuditAction.DatabaseRestored, $"keys go on from number {site.NextKeyId}");
        await db.SaveChangesAsync();
        done.Add($"Keys go on from number {site.NextKeyId}, so that no number is used twice.");
        done.Add($"{codes} sign-in codes that may have been used since then were cancelled.");
        done.Add("Now repeat what the office did after the copy was made: lost phones, payments, tenants who moved out or in.");
        return done;
    }

    private void Open(SiteRow site)
    {
        try
        {
            vault.Open(site);
        }
        catch (CryptographicException)
        {
            throw new InvalidDataException(SecretVault.OtherKeys);
        }
    }
}
