using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>Puts one lock into lockdown, or lifts the lockdown.</summary>
internal static class EntryLockdown
{
    /// <summary>Switches the lockdown with a notice. Does nothing if the lock already has this state.</summary>
    /// <exception cref="EntryComplaint">Too many notices are waiting for the lock.</exception>
    public static async Task SwitchAsync(Entry entry, bool on, LedgerStore ledgers, OfficeTrail trail)
    {
        if (entry.IsLockdown == on)
            return;
        if (!await ledgers.QueueAsync(entry, ledger => ledger.Lockdown(on)))
            throw new EntryComplaint(EntryChange.TooMuchWaits);
        trail.Add(on ? AuditAction.LockdownOn : AuditAction.LockdownOff, entry.Name, entryId: entry.Id);
    }
}
