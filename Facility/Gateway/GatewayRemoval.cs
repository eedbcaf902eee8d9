using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Gateway;

/// <summary>Removes gateways that were taken down or renamed from what the portal shows.</summary>
public sealed class GatewayRemoval(FacilityDb db, ChangeRunner runner, FacilityClock clock, GatewaySettings settings, OfficeTrail trail)
{
    /// <summary>
    /// Removes a gateway and what it has reported. One that still reports is refused, because it would come back with its next report.
    /// </summary>
    /// <param name="name">Its name.</param>
    public Task<ChangeAnswer> RemoveAsync(string name) => runner.RunAsync(async () =>
    {
        if (await db.Gateways.SingleOrDefaultAsync(row => row.Name == name) is not { } gateway)
            return ChangeAnswer.Refused("This gateway is not listed any more.");
        if (new ReportWindow(clock.Now, settings).Contains(gateway.SeenAt))
            return ChangeAnswer.Refused($"{name} still reports what it hears. Stop it, wait {settings.HeardSeconds / 60} minutes, and " +
                "remove it then.");
        await runner.BeginTransactionAsync();
        await db.Heard.Where(row => row.Gateway == name).ExecuteDeleteAsync();
        db.Gateways.Remove(gateway);
        trail.Add(AuditAction.GatewayRemoved, name);
        return ChangeAnswer.Done($"{name} is removed. If it is started again under this name, it comes back with its next report.");
    });
}
