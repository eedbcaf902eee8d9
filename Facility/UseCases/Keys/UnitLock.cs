using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Changes;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>What a unit's own lock is told of the unit. Stored by the caller's SaveChanges.</summary>
public static class UnitLock
{
    /// <summary>Overlocks a unit, or lifts it, with the notice to its lock.</summary>
    /// <param name="ledgers">Queues the notice.</param>
    /// <param name="unit">A tracked row with its entry.</param>
    /// <param name="reason">Why; None lifts.</param>
    /// <returns>False when the lock has too many notices waiting; then nothing may be stored.</returns>
    public static bool Set(LedgerStore ledgers, Unit unit, OverlockReason reason)
    {
        unit.Overlock = reason;
        bool on = reason != OverlockReason.None;
        return unit.Entry == null || unit.Entry.IsOverlocked == on || ledgers.Queue(unit.Entry, ledger => ledger.Overlock(on));
    }

    /// <summary>Raises a unit's tenancy number above every one it or its lock has had, with the notice to its lock.</summary>
    /// <param name="ledgers">Queues the notice.</param>
    /// <param name="unit">A tracked row with its entry.</param>
    /// <returns>Null, or why not; then nothing may be stored.</returns>
    public static ChangeAnswer? RaiseTenancy(LedgerStore ledgers, Unit unit)
    {
        int tenancy = Math.Max(unit.Tenancy, unit.Entry == null ? 0 : LedgerStore.Read(unit.Entry).Tenancy) + 1;
        if (tenancy > ushort.MaxValue)
            return ChangeAnswer.Refused(
                $"{unit.Name} has no tenancy numbers left ({ushort.MaxValue} were used). Nothing was changed. Create a new unit with a "
                + "new lock number for this door.");
        unit.Tenancy = tenancy;
        return unit.Entry == null || ledgers.Queue(unit.Entry, ledger => ledger.SetTenancy((ushort)tenancy))
            ? null
            : ChangeAnswer.TooMuchWaits;
    }

    /// <summary>
    /// Tells a lock that has come to a unit's door what there is to know: a tenancy above all before, and whether it is
    /// overlocked.
    /// </summary>
    /// <param name="ledgers">Queues the notices.</param>
    /// <param name="unit">A tracked row with its entry and lease.</param>
    /// <returns>Null, or why not; then nothing may be stored.</returns>
    public static ChangeAnswer? Attach(LedgerStore ledgers, Unit unit)
    {
        if (RaiseTenancy(ledgers, unit) is { } refusal)
            return refusal;
        if (unit.Lease != null)
            unit.Lease.Tenancy = unit.Tenancy;
        return Set(ledgers, unit, unit.Overlock) ? null : ChangeAnswer.TooMuchWaits;
    }
}
