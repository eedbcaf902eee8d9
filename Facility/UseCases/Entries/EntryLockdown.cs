using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>Lockdown of one lock.</summary>
internal static class EntryLockdown
{
    /// <summary>Switches it; where it is so already, nothing is done.</summary>
    /// <exception cref="EntryComplaint">Too many notices wait for the lock.</exception>
    public static void Switch(Entry entry, bool on, LedgerStore ledgers, OfficeTrail trail)
    {
        if (entry.IsLockdown == on)
            return;
        if (!ledgers.Queue(entry, ledger => ledger.Lockdown(on)))
            throw new EntryComplaint(EntryChange.TooMuchWaits);
        trail.Add(on ? AuditAction.LockdownOn : AuditAction.LockdownOff, entry.Name, entryId: entry.Id);
    }
}
