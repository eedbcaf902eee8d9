using System.Security.Cryptography;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>
/// Prepares a restored copy of the database for use. The copy does not know the numbers that were used after it was made, and if the
/// key folder is lost, its secret cannot be decrypted.
/// </summary>
public sealed class Restoration(FacilityDb db, ChangeRunner runner, SecretVault vault, SecretBackup backup, OfficeTrail trail)
{
    /// <summary>How many key numbers are skipped, so that no number is used for two keys.</summary>
    public const int SkippedKeyCount = 100_000;

    /// <summary>Prepares the database.</summary>
    /// <param name="secretFile">The exported secret; null if the key folder of the database still exists.</param>
    /// <param name="passphrase">Asks for the passphrase; called only if there is such a file.</param>
    /// <returns>What was done, in lines for people.</returns>
    /// <exception cref="InvalidDataException">The database or the secret cannot be used; the message says why.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(byte[]? secretFile, Func<string> passphrase)
    {
        await DatabaseSetup.MigrateAsync(db);
        SiteRow site = await db.Sites.AsNoTracking().SingleOrDefaultAsync()
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
        (long next, int codes) = await runner.StoreAsync(SkipAsync);
        done.Add($"Keys go on from number {next}, so that no number is used twice.");
        done.Add($"{codes} sign-in codes that may have been used since then were cancelled.");
        done.Add("Now repeat what the office did after the copy was made: lost phones, payments, tenants who moved out or in.");
        return done;
    }

    /// <summary>Leaves out numbers of keys, and cancels codes.</summary>
    private async Task<(long Next, int CodeCount)> SkipAsync()
    {
        await runner.BeginTransactionAsync();
        SiteRow site = await db.Sites.SingleAsync();
        site.NextKeyId += SkippedKeyCount;
        int codes = await db.SignInCodes.Where(code => code.UsedAt == null).ExecuteDeleteAsync();
        trail.Add(AuditAction.DatabaseRestored, $"keys go on from number {site.NextKeyId}");
        return (site.NextKeyId, codes);
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
