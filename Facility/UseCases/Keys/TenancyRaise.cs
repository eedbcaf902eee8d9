using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// Brings a unit up to its lock where the lock remembers a higher tenancy than this database gave it: it admitted a key of lockctl's, or
/// the database is an older copy. Keys of the unit's own number would be refused there (docs/protocol.md, 6.3).
/// </summary>
public sealed class TenancyRaise(FacilityDb db, KeyRevocation keys, LedgerStore ledgers, OfficeTrail trail)
{
    /// <summary>
    /// Raises the unit's number to the lock's, or above it while the unit is let; the tenant's earlier keys to it are withdrawn.
    /// Stored by the caller.
    /// </summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="tenancy">What the lock says.</param>
    /// <returns>Null, or why it cannot be; then nothing may be stored.</returns>
    public async Task<ChangeAnswer?> ToAsync(Entry entry, ushort tenancy)
    {
        if (tenancy <= LedgerStore.Read(entry).Tenancy
            || await db.Units.Include(row => row.Lease).SingleOrDefaultAsync(row => row.EntryId == entry.Id) is not { } unit)
            return null;
        unit.Entry = entry;
        unit.Tenancy = Math.Max(unit.Tenancy, tenancy);
        if (unit.Lease is not { } lease)
            return ledgers.Queue(entry, ledger => ledger.SetTenancy((ushort)unit.Tenancy)) ? null : ChangeAnswer.TooMuchWaits;
        if (UnitLock.RaiseTenancy(ledgers, unit) is { } refusal)
            return refusal;
        lease.Tenancy = unit.Tenancy;
        if (!await keys.WithdrawAsync(lease.UserId, opened => opened.Id == entry.Id))
            return ChangeAnswer.TooMuchWaits;
        trail.Add(AuditAction.TenancyRaised, $"{unit.Name}: its lock remembers tenancy {tenancy}; the tenancy is {unit.Tenancy} now",
            lease.UserId, entry.Id);
        return null;
    }
}
