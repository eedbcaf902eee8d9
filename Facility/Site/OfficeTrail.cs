using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Site;

/// <summary>
/// Writes the facility's own audit trail. A record is stored together with the change that it describes, by the same SaveChanges.
/// </summary>
public sealed class OfficeTrail(FacilityDb db, FacilityClock clock, CurrentStaff staff)
{
    /// <summary>Adds a record.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="detail">The details, as a text for people. Never a secret.</param>
    /// <param name="userId">The user concerned; null for none.</param>
    /// <param name="entryId">The lock concerned; null for none.</param>
    /// <returns>The record, which is not stored yet.</returns>
    public OfficeRecord Add(AuditAction action, string detail, long? userId = null, long? entryId = null) =>
        db.OfficeRecords.Add(new OfficeRecord
        {
            At = clock.Now,
            StaffId = staff.Id,
            UserId = userId,
            EntryId = entryId,
            What = action.Text(),
            Detail = detail,
        }).Entity;
}
