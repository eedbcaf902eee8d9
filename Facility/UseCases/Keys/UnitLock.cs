using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Changes;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>Queues the notices about a unit for its own lock. The caller's SaveChanges stores them.</summary>
public static class UnitLock
{
    /// <summary>Overlocks a unit, or lifts the overlock, with the notice to its lock.</summary>
    /// <param name="ledgers">Queues the notice.</param>
    /// <param name="unit">A tracked row with its entry.</param>
    /// <param name="reason">The reason; None lifts the overlock.</param>
    /// <returns>False if the lock has too many notices waiting; then the caller must store nothing.</returns>
    public static async Task<bool> SetAsync(LedgerStore ledgers, Unit unit, OverlockReason reason)
    {
        unit.Overlock = reason;
        bool on = reason != OverlockReason.None;
        return unit.Entry == null || unit.Entry.IsOverlocked == on || await ledgers.QueueAsync(unit.Entry, ledger => ledger.Overlock(on));
    }

    /// <summary>Overlocks several units, or lifts their overlocks, as <see cref="SetAsync"/> does.</summary>
    /// <returns>False if a lock has too many notices waiting; then the caller must store nothing.</returns>
    public static async Task<bool> SetAllAsync(LedgerStore ledgers, IEnumerable<Unit> units, OverlockReason reason)
    {
        foreach (Unit unit in units)
        {
            if (!await SetAsync(ledgers, unit, reason))
                return false;
        }
        return true;
    }

    /// <summary>Raises a unit's tenancy number above all earlier numbers of the unit and its lock, with the notice to the lock.</summary>
    /// <param name="ledgers">Queues the notice.</param>
    /// <param name="unit">A tracked row with its entry.</param>
    /// <returns>Null, or the reason for a refusal; then the caller must store nothing.</returns>
    public static async Task<ChangeAnswer?> RaiseTenancyAsync(LedgerStore ledgers, Unit unit)
    {
        int tenancy = Math.Max(unit.Tenancy, unit.Entry == null ? 0 : (await ledgers.ReadAsync(unit.Entry)).Tenancy) + 1;
        if (tenancy > ushort.MaxValue)
            return ChangeAnswer.Refused(
                $"{unit.Name} has no tenancy numbers left ({ushort.MaxValue} were used). Nothing was changed. Create a new unit with a "
                + "new lock number for this door.");
        unit.Tenancy = tenancy;
        return unit.Entry == null || await ledgers.QueueAsync(unit.Entry, ledger => ledger.SetTenancy((ushort)tenancy))
            ? null
            : ChangeAnswer.TooMuchWaits;
    }

    /// <summary>
    /// Queues the first notices for a lock that was assigned to a unit: a tenancy above all earlier ones, and whether the unit is
    /// overlocked.
    /// </summary>
    /// <param name="ledgers">Queues the notices.</param>
    /// <param name="unit">A tracked row with its entry and lease.</param>
    /// <returns>Null, or the reason for a refusal; then the caller must store nothing.</returns>
    public static async Task<ChangeAnswer?> AttachAsync(LedgerStore ledgers, Unit unit)
    {
        if (await RaiseTenancyAsync(ledgers, unit) is { } refusal)
            return refusal;
        if (unit.Lease != null)
            unit.Lease.Tenancy = unit.Tenancy;
        return await SetAsync(ledgers, unit, unit.Overlock) ? null : ChangeAnswer.TooMuchWaits;
    }
}
