using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// Compares the gaps that the database lists with the trails of all locks, and corrects the list. A start does it: it fills the list of a
/// database from before the list existed, and finds trails that were damaged since. A check that was interrupted does no harm.
/// </summary>
public sealed class TrailCheck(FacilityDb db, ChangeRunner runner, LedgerStore ledgers, ILogger<TrailCheck> log)
{
    // The number of locks that one transaction checks.
    private const int BatchSize = 200;

    /// <summary>Checks all locks. Several processes may do it at the same time.</summary>
    public async Task RunAsync()
    {
        long[] all = await db.Entries.OrderBy(entry => entry.Id).Select(entry => entry.Id).ToArrayAsync();
        foreach (long[] ids in all.Chunk(BatchSize))
        {
            foreach ((long entryId, int hardware) in await runner.StoreAsync(() => ledgers.CheckAsync(ids)))
                log.LogError("The trail of lock {EntryId}, hardware {Hardware}, cannot be read. Restore the database from a backup.",
                    entryId, hardware);
        }
    }
}
