using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Users;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Units;

/// <summary>Creates and changes units. Each change is one transaction with its notices.</summary>
public sealed class UnitRecords(FacilityDb db, ChangeRunner runner, KeyRevocation keys, UserSearchIndex words, LedgerStore ledgers,
    OfficeTrail trail, FacilityClock clock)
{
    /// <summary>The maximum length of a name, characters.</summary>
    public const int NameLengthMax = 60;

    /// <summary>
    /// Creates or changes a unit. If its lock or building changes, keys that no longer apply are revoked and both locks get notices.
    /// </summary>
    /// <param name="unitId">The unit; null for a new one.</param>
    /// <param name="name">Unique in the facility.</param>
    /// <param name="building">Empty for none.</param>
    /// <param name="entryId">The lock of its door; null for none.</param>
    public Task<ChangeAnswer> SaveAsync(long? unitId, string name, string building, long? entryId) => runner.RunAsync(async () =>
    {
        name = NameKeys.Clean(name);
        building = await BuildingNames.SpellAsync(db, building);
        Unit? unit = unitId == null ? new Unit { Name = name }
            : await db.Units.Include(row => row.Entry).Include(row => row.Lease!.User).SingleOrDefaultAsync(row => row.Id == unitId);
        if (unit == null)
            return LeaseService.NoUnit;
        if (await ComplaintAsync(unit, name, building, entryId) is { } complaint)
            return ChangeAnswer.Refused(complaint);
        if (unitId == null)
            db.Units.Add(unit);
        bool isElsewhere = unit.Building != building || unit.EntryId != entryId;
        unit.Name = name;
        unit.Building = building;
        if (unit.EntryId != entryId && await AttachAsync(unit, entryId) is { } refusal)
            return refusal;
        if (unit.Lease?.User is { } user)
        {
            await words.RefreshAsync(user);
            List<Lease> leases = await AccessEntitlement.OpenLeases(db, user.Id, clock.Now).ToListAsync();
            if (isElsewhere && !await keys.RevokeUnpassableAsync(user, leases, KeyEnd.UnitChanged))
                return ChangeAnswer.TooMuchWaits;
        }
        trail.Add(unitId == null ? AuditAction.UnitMade : AuditAction.UnitEdited, name, null, entryId);
        return ChangeAnswer.Done($"{name} is stored.");
    });

    /// <summary>Deletes a unit that was never let and has no lock.</summary>
    public Task<ChangeAnswer> DeleteAsync(long unitId) => runner.RunAsync(async () =>
    {
        if (await db.Units.SingleOrDefaultAsync(row => row.Id == unitId) is not { } unit)
            return LeaseService.NoUnit;
        if (unit.EntryId != null)
            return ChangeAnswer.Refused($"{unit.Name} has a lock. Remove it from the unit first, under \"Edit name, building and lock\".");
        if (await db.Leases.AnyAsync(lease => lease.UnitId == unitId))
            return ChangeAnswer.Refused($"{unit.Name} was let before, so its leases must stay. Rename it instead.");
        db.Units.Remove(unit);
        trail.Add(AuditAction.UnitDeleted, unit.Name);
        return ChangeAnswer.Done($"{unit.Name} is deleted.");
    });

    /// <summary>Assigns another lock or none. The old lock refuses the unit's tenancy; the new lock gets its first notices.</summary>
    private async Task<ChangeAnswer?> AttachAsync(Unit unit, long? entryId)
    {
        if (unit.Entry is { } old)
        {
            ushort above = (ushort)Math.Min(ushort.MaxValue, (await ledgers.ReadAsync(old)).Tenancy + 1);
            if (!await ledgers.QueueAsync(old, ledger => ledger.SetTenancy(above))
                || (old.IsOverlocked && !await ledgers.QueueAsync(old, ledger => ledger.Overlock(false))))
                return ChangeAnswer.TooMuchWaits;
        }
        unit.Entry = entryId == null ? null : await db.Entries.SingleAsync(row => row.Id == entryId);
        unit.EntryId = entryId;
        return unit.Entry == null ? null : await UnitLock.AttachAsync(ledgers, unit);
    }

    private async Task<string?> ComplaintAsync(Unit unit, string name, string building, long? entryId)
    {
        if (name.Length is 0 or > NameLengthMax || building.Length > NameLengthMax)
            return name.Length == 0 ? "Enter a name." : $"At most {NameLengthMax} characters.";
        string key = NameKeys.Of(name);
        if (await db.Units.Where(row => row.NameKey == key && row.Id != unit.Id).Select(row => row.Name).FirstOrDefaultAsync() is { } same)
            return $"A unit with the name {same} already exists. Choose another name.";
        if (entryId == null)
            return null;
        if (!await db.Entries.AnyAsync(row => row.Id == entryId && row.Kind == EntryKind.Unit))
            return "This lock is not a unit's door. Choose another lock, or change its kind under Entries.";
        string? other = await db.Units.Where(row => row.EntryId == entryId && row.Id != unit.Id).Select(row => row.Name)
            .SingleOrDefaultAsync();
        return other == null ? null : $"This lock is the door of {other}. Remove it from that unit first.";
    }
}
