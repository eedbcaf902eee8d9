using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// Records that an installer has given a lock a new generation of its secret: its keys end, and it gets all notices again.
/// </summary>
public sealed class EntryRenewal(FacilityDb db, LedgerStore ledgers, KeyEnds ends, VisitRequests visits)
{
    /// <summary>How far a typed generation may be above the known one. A greater distance is a typing error.</summary>
    public const int GenerationsAheadMax = 16;

    /// <summary>Records the new generation. The caller has begun a transaction; it saves and commits.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="generation">The new generation, above the known one.</param>
    /// <param name="isOtherHardware">Whether the hardware was replaced: it has applied no notice, and its events start at 1.</param>
    /// <returns>False if the generation is not above the current one; then nothing is changed.</returns>
    public async Task<bool> RenewAsync(Entry entry, ushort generation, bool isOtherHardware)
    {
        if (!await ledgers.RenewAsync(entry, generation, isOtherHardware))
            return false;
        visits.Request(entry);
        await EndKeysAsync(entry.Id, generation, KeyEnd.LockRenewed);
        return true;
    }

    /// <summary>
    /// Marks the keys of earlier generations as superseded, because the lock refuses them, and updates the holders' expirations. It raises
    /// the versions of all users first: if a key is being issued at the same time, either it is already stored and found here, or it is
    /// issued again after this change.
    /// </summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="generation">Keys of earlier generations end.</param>
    /// <param name="why">The reason.</param>
    internal async Task EndKeysAsync(long entryId, int generation, KeyEnd why)
    {
        (long? at, long? by) = (ends.Now, ends.By);
        await db.Users.RaiseVersionsAsync();
        long[] holders = await db.Keys.Where(key => key.EntryId == entryId && key.State == KeyState.InForce && key.Generation < generation)
            .Select(key => key.UserId).Distinct().ToArrayAsync();
        await db.Keys.Where(key => key.EntryId == entryId && key.State == KeyState.InForce && key.Generation < generation)
            .ExecuteUpdateAsync(row => row.SetProperty(key => key.State, KeyState.Superseded).SetProperty(key => key.EndedAt, at)
                .SetProperty(key => key.EndedBy, by).SetProperty(key => key.EndedFor, why));
        await db.RefreshExpirationsAsync(holders);
    }
}
