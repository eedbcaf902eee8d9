using LockFirmware.Facility.Features.Schedules;

namespace LockFirmware.Facility.Features.Units;

/// <summary>Units, letting and access hours.</summary>
internal static class UnitsFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddUnits(this IServiceCollection services)
    {
        services.AddScoped<Letting>();
        services.AddScoped<UnitRecords>();
        services.AddScoped<ScheduleChanges>();
    }
}
