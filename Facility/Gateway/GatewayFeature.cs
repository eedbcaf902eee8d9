using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Gateway;

/// <summary>The gateway: the worker that visits locks.</summary>
internal static class GatewayFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddGateway(this IServiceCollection services)
    {
        services.AddSingleton(provider => GatewaySettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<GatewayBell>();
        services.AddSingleton<ILockLinkFactory, VirtualRadioLinkFactory>();
        services.ConfigureDbContext<FacilityDb>((provider, options) =>
            options.AddInterceptors(
                new NoticeRinger(provider.GetRequiredService<GatewayBell>(), provider.GetRequiredService<FacilityClock>())));
        services.AddScoped<EntryLeases>();
        services.AddScoped<LockSync>();
        services.AddHostedService<GatewayWorker>();
    }
}
