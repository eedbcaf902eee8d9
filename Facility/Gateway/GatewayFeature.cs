using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Entries;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Gateway;

/// <summary>The worker that visits locks, and what the pages of locks need.</summary>
internal static class GatewayFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddGateway(this IServiceCollection services)
    {
        services.AddSingleton(provider => GatewaySettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<GatewayBell>();
        services.AddSingleton<ILockLinkFactory, VirtualRadioLinkFactory>();
        services.ConfigureDbContext<FacilityDb>((provider, options) =>
            options.AddInterceptors(new NoticeRinger(provider.GetRequiredService<GatewayBell>(), provider.GetRequiredService<FacilityClock>())));
        services.AddScoped<EntryLeases>();
        services.AddScoped<LockVisitor>();
        services.AddScoped<EntryRenewal>();
        services.AddScoped<EntryChange>();
        services.AddScoped<PassageChange>();
        services.AddHostedService<GatewayWorker>();
    }
}
