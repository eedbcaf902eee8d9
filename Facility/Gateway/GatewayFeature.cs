using LockFirmware.Facility.UseCases.Entries;

namespace LockFirmware.Facility.Gateway;

/// <summary>The gateway: the worker that visits locks.</summary>
internal static class GatewayFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddGateway(this IServiceCollection services)
    {
        services.AddSingleton(provider => GatewaySettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<ILockLinkFactory, VirtualRadioLinkFactory>();
        services.AddScoped<EntryLeases>();
        services.AddScoped<LockSync>();
        services.AddHostedService<GatewayWorker>();
    }
}
