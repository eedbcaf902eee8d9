using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Ledgers;

/// <summary>Raises alerts of locks. An alert that is open is not raised again, because the gateway visits a lock many times.</summary>
public sealed class AlertRaiser(FacilityDb db, FacilityClock clock)
{
    /// <summary>Raises an alert unless the same alert is open. The caller stores it.</summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="text">What is wrong, and what to do.</param>
    /// <param name="evidence">The bytes that caused the alert; null for none.</param>
    /// <param name="isPerEvidence">Whether different evidence raises another alert.</param>
    /// <returns>False if the alert is already open.</returns>
    public async Task<bool> RaiseAsync(long entryId, string text, byte[]? evidence = null, bool isPerEvidence = false)
    {
        bool isAdded = db.Alerts.Local.Any(alert => alert.ClosedAt == null && alert.EntryId == entryId && alert.Text == text
            && (!isPerEvidence || alert.Evidence.AsSpan().SequenceEqual(evidence)));
        if (isAdded || await db.Alerts.AnyAsync(alert => alert.ClosedAt == null && alert.EntryId == entryId && alert.Text == text
            && (!isPerEvidence || alert.Evidence == evidence)))
            return false;
        db.Alerts.Add(new Alert { EntryId = entryId, At = clock.Now, Text = text, Evidence = evidence });
        return true;
    }
}
