using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Gateway;

/// <summary>The gateway: the worker that visits locks.</summary>
internal static class GatewayFeature
{
    /// <summary>Adds the services of the gateway.</summary>
    public static void AddGateway(this IServiceCollection services)
    {
        services.AddSettings<GatewaySettings>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GatewaySettings>>().Value);
        services.AddSingleton<ILockLinkFactory, PlaceLinkFactory>();
        services.AddSingleton<ILockListener, BluezListener>();
        services.AddScoped<HearingStore>();
        services.AddScoped<GatewayRemoval>();
        services.AddScoped<EntryLeases>();
        services.AddScoped<LockSync>();
        services.AddHostedService<GatewayWorker>();
        services.AddHostedService<ListenWorker>();
    }
}
