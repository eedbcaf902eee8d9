using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// Retires all keys of a lock: a notice gives the lock another secret (docs/protocol.md, 6.4). As soon as the lock has it, no key that was
/// issued before opens there, whether this database knows the key or not, and every phone fetches a new one.
/// </summary>
public sealed class KeyRetirement(FacilityDb db, ChangeRunner runner, EntryChange changes, EntryRenewal renewal, LedgerStore ledgers,
    OfficeTrail trail)
{
    /// <summary>Queues the notice.</summary>
    /// <param name="id">The lock.</param>
    public Task<ChangeAnswer> RetireAsync(long id) => changes.RunAsync(id, async entry =>
    {
        if ((await ledgers.ReadAsync(entry)).IsRekeyWaiting)
            return "The keys of this lock are already being retired: the notice is on its way to the lock.";
        await changes.DemandNoJobAsync(id);
        if (!await ledgers.QueueAsync(entry, IsQueued))
            throw new EntryComplaint(EntryChange.TooMuchWaits);
        trail.Add(AuditAction.KeysRetired, $"{entry.Name}: generation {(await ledgers.ReadAsync(entry)).HighestGeneration} is on its way",
            entryId: id);
        return "All keys of this lock are being retired: the notice is on its way. Until the lock has it, the keys open as before. Then "
            + "every phone fetches a new key for this lock.";
    });

    /// <summary>Marks the keys of earlier generations as ended, after the lock has shown that it has a later one.</summary>
    /// <param name="entryId">The lock.</param>
    public async Task EndOldAsync(long entryId)
    {
        Entry? entry = await db.Entries.AsNoTracking().Include(row => row.Ledger).SingleOrDefaultAsync(row => row.Id == entryId);
        int generation = entry?.Ledger == null ? 1 : LedgerStore.TryRead(entry.Ledger)?.Generation ?? 1;
        if (generation == 1
            || !await db.Keys.AnyAsync(key => key.EntryId == entryId && key.State == KeyState.InForce && key.Generation < generation))
            return;
        await runner.StoreAsync(async () =>
        {
            await runner.BeginTransactionAsync();
            await renewal.EndKeysAsync(entryId, generation, KeyEnd.KeysRetired);
            return true;
        });
    }

    private static bool IsQueued(LockLedger ledger) => ledger.NextGeneration() is > 0 and var generation && ledger.Rekey(generation);
}
