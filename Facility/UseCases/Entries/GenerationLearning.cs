using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// Takes in that a lock has proved a higher generation of its secret than the database knows. If the lock has also applied a notice that
/// the database does not know, the database is an older copy and the keys of this lock were retired after it: the generation is taken
/// over. Otherwise the hardware may be another, and a person must say so.
/// </summary>
public sealed class GenerationLearning(
    ChangeRunner runner, LedgerStore ledgers, EntryRenewal renewal, AlertRaiser alerts, OfficeTrail trail)
{
    /// <summary>Raises the alert, and takes the generation over if it can be.</summary>
    /// <param name="entry">A tracked row. The caller stores the change.</param>
    /// <param name="generation">The generation under whose secret the lock has proved its Status.</param>
    /// <param name="applied">The last notice that the lock has applied.</param>
    /// <returns>Whether the generation is that of the ledger now.</returns>
    public async Task<bool> LearnAsync(Entry entry, ushort generation, uint applied)
    {
        LockLedger ledger = await ledgers.ReadAsync(entry);
        await alerts.RaiseAsync(entry.Id, GenerationWords.OfAlert(generation, ledger.Generation));
        if (!ledger.IsAhead(applied))
            return false;
        await runner.BeginTransactionAsync();
        if (!await renewal.RenewAsync(entry, generation, isOtherHardware: false))
            return false;
        trail.Add(AuditAction.IdentityRenewed, $"{entry.Name}, generation {generation}, as the lock has proved.", entryId: entry.Id);
        return true;
    }
}
