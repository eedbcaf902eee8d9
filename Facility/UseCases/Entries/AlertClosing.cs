using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>Closes alerts that a member has checked.</summary>
public sealed class AlertClosing(FacilityDb db, ChangeRunner runner, FacilityClock clock, CurrentStaff staff, OfficeTrail trail)
{
    /// <summary>Closes an alert with one conditional statement: if two members close it at the same time, only one succeeds.</summary>
    /// <param name="id">The alert.</param>
    public Task<ChangeAnswer> CloseAsync(long id) => runner.RunAsync(async () =>
    {
        if (await db.Alerts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id) is not { } alert)
            return ChangeAnswer.Refused("This alert does not exist.");
        long? now = clock.Now;
        long? member = staff.Id;
        await runner.BeginTransactionAsync();
        if (await db.Alerts.Where(row => row.Id == id && row.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ClosedAt, now).SetProperty(row => row.ClosedBy, member)) != 1)
            return ChangeAnswer.Refused("The alert was already closed.");
        trail.Add(AuditAction.AlertClosed, alert.Text, entryId: alert.EntryId);
        return ChangeAnswer.Done("The alert is closed.");
    });
}
