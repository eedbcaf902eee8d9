using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// Raises a unit's tenancy if its lock has stored a higher one than the database: the lock accepted a key from lockctl, or the database
/// is an older copy. The lock would refuse keys with the unit's lower number (docs/protocol.md, 6.3).
/// </summary>
public sealed class TenancyRaise(FacilityDb db, KeyRevocation keys, LedgerStore ledgers, OfficeTrail trail)
{
    /// <summary>
    /// Raises the unit's number to the lock's, or above it while the unit is let, and revokes the tenant's earlier keys to the unit. The
    /// caller stores it.
    /// </summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="tenancy">The tenancy that the lock reported.</param>
    /// <returns>Null, or the reason for a refusal; then the caller must store nothing.</returns>
    public async Task<ChangeAnswer?> ToAsync(Entry entry, ushort tenancy)
    {
        if (tenancy <= (await ledgers.ReadAsync(entry)).Tenancy
            || await db.Units.Include(row => row.Lease).SingleOrDefaultAsync(row => row.EntryId == entry.Id) is not { } unit)
            return null;
        unit.Entry = entry;
        unit.Tenancy = Math.Max(unit.Tenancy, tenancy);
        if (unit.Lease is not { } lease)
            return await ledgers.QueueAsync(entry, ledger => ledger.SetTenancy((ushort)unit.Tenancy)) ? null : ChangeAnswer.TooMuchWaits;
        if (await UnitLock.RaiseTenancyAsync(ledgers, unit) is { } refusal)
            return refusal;
        lease.Tenancy = unit.Tenancy;
        if (!await keys.RevokeAsync(lease.UserId, KeyEnd.TenancyRaised, opened => opened.Id == entry.Id))
            return ChangeAnswer.TooMuchWaits;
        trail.Add(AuditAction.TenancyRaised, $"{unit.Name}: its lock remembers tenancy {tenancy}; the tenancy is {unit.Tenancy} now",
            lease.UserId, entry.Id);
        return null;
    }
}
