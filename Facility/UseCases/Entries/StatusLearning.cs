using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// Takes in what a lock's Status proves before the facility tells the lock anything: the notices that it has applied, overlock and
/// lockdown. A database that is an older copy does not know all of it. What shuts a door is kept until a member decides otherwise.
/// </summary>
public sealed class StatusLearning(FacilityDb db, LedgerStore ledgers)
{
    /// <summary>Takes in a Status. The caller stores it.</summary>
    /// <param name="entry">A tracked row: the lock that proved the Status.</param>
    /// <param name="status">A full Status that the gateway has just read.</param>
    /// <param name="appliedBefore">The last notice that the lock was known to have applied before it was asked.</param>
    /// <returns>An alert for each thing that the lock knew and the database did not.</returns>
    public async Task<IReadOnlyList<string>> TakeAsync(Entry entry, LockStatus status, uint appliedBefore)
    {
        List<string> alerts = [];
        DeliveryResult result = await ledgers.ChangeAsync(entry,
            (ledger, _) => ledger.LearnStatus(status.Generation, status.Applied, appliedBefore));
        if (DeliveryAlert.TextOf(result, status.Applied) is { } text)
            alerts.Add(text);
        (bool overlock, bool lockdown) = await ledgers.ChangeAsync(entry,
            (ledger, _) => ledger.LearnSwitches(status.Applied, status.IsOverlocked, status.IsLockdown));
        if (overlock)
        {
            if (await db.Units.SingleOrDefaultAsync(row => row.EntryId == entry.Id) is { Overlock: OverlockReason.None } unit)
                unit.Overlock = OverlockReason.Office;
            alerts.Add("The lock is overlocked, and the database did not know it. The unit now counts as overlocked by the office. "
                + "Check whether rent is owed, and lift the overlock if not.");
        }
        if (lockdown)
            alerts.Add("The lock is in lockdown, and the database did not know it. It now counts as in lockdown. Lift the lockdown if "
                + "there is no reason for it.");
        return alerts;
    }

    /// <summary>The alert for a lock that remembered a tenancy which the database did not know.</summary>
    /// <param name="known">The highest tenancy that the database had for this lock.</param>
    /// <param name="atLock">The tenancy that the lock has stored.</param>
    public static string TenancyText(ushort known, ushort atLock) =>
        $"The lock remembers tenancy {atLock}, and the database knew {known}: the unit was let after the database was copied, or a key "
            + "of lockctl was used. Check who rents the unit; the keys of another tenant are refused.";
}
