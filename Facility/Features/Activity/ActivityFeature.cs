
namespace LockFirmware.Facility.Features.Activity;

/// <summary>The audit trail across locks.</summary>
internal static class ActivityFeature
{
    /// <summary>Adds the services of the feature.</summary>
    public static void AddActivity(this IServiceCollection services)
    {
        services.AddScoped<EventQuery>();
        services.AddScoped<TrailGaps>();
        services.AddScoped<ActivityList>();
        services.AddScoped<OfficeQuery>();
        services.AddScoped<FilterReader>();
    }
}
