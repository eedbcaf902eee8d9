using LockFirmware.Facility.Backup;
using LockFirmware.Facility.Features.Staff.Members;

namespace LockFirmware.Facility.Features.Settings;

/// <summary>Settings, staff and backup.</summary>
internal static class SettingsFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddSettings(this IServiceCollection services)
    {
        services.AddScoped<SiteSettings>();
        services.AddScoped<MemberBook>();
        services.AddScoped<SecretBackup>();
    }
}
