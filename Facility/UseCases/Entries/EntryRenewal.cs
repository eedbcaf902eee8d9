using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// A lock has got another generation of its secret from an installer: the keys to it end, and it is told everything again.
/// </summary>
public sealed class EntryRenewal(FacilityDb db, LedgerStore ledgers, VisitRequests visits, FacilityClock clock)
{
    /// <summary>Generations that a number given by hand may be ahead: more is a slip.</summary>
    public const int GenerationsAheadMax = 16;

    /// <summary>Learns of it. The caller has begun a transaction, saves and commits.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="generation">Above the one that is known.</param>
    /// <param name="isOtherHardware">Whether other hardware is in the door: it has applied nothing, and its events begin at 1.</param>
    /// <returns>False when the generation is not above the present one; nothing is changed then.</returns>
    public async Task<bool> RenewAsync(Entry entry, ushort generation, bool isOtherHardware)
    {
        EventTrail? past = null;
        bool isRenewed = ledgers.Change(entry, (ledger, _) =>
        {
            if (generation <= ledger.Generation)
                return false;
            while (ledger.HighestGeneration < generation)
                ledger.NextGeneration();
            return isOtherHardware ? (past = ledger.Replaced(generation)) != null : ledger.Provisioned(generation);
        });
        if (!isRenewed)
            return false;
        if (past != null)
            db.PastTrails.Add(
                new PastTrail { EntryId = entry.Id, Hardware = entry.Hardware++, Trail = past.ToBytes(), ReplacedAt = clock.Now });
        visits.Request(entry);
        await EndKeysAsync(entry.Id, generation);
        return true;
    }

    /// <summary>
    /// Keys of earlier generations open nothing any more; each holder's expiration follows from what is left. Every user's
    /// version is raised
    /// first: a key that is just being made was either stored before and is found, or is made anew afterwards, whoever it is for.
    /// </summary>
    private async Task EndKeysAsync(long entryId, int generation)
    {
        await db.Users.RaiseVersionsAsync();
        long[] holders = await db.Keys.Where(key => key.EntryId == entryId && key.State == KeyState.InForce && key.Generation < generation)
            .Select(key => key.UserId).Distinct().ToArrayAsync();
        await db.Keys.Where(key => key.EntryId == entryId && key.State == KeyState.InForce && key.Generation < generation)
            .ExecuteUpdateAsync(row => row.SetProperty(key => key.State, KeyState.Superseded));
        await db.RefreshExpirationsAsync(holders);
    }
}
