namespace LockFirmware.Facility.Demo;

/// <summary>The made-up facility with virtual locks.</summary>
internal static class DemoFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoRun>();
        services.AddScoped<DemoSeed>();
        services.AddScoped<DemoKeys>();
    }
}
