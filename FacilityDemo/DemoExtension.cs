using LockFirmware.Facility.Host;
using LockFirmware.Facility.Site;
using LockFirmware.Phone;

namespace LockFirmware.FacilityDemo;

/// <summary>What the demo adds to the facility's program: a made-up facility and virtual locks.</summary>
internal sealed class DemoExtension : IFacilityExtension
{
    private const string DefaultFolder = "facility-demo-data";
    private const string DataProtectionLevel = "Logging:LogLevel:Microsoft.AspNetCore.DataProtection";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> SettingNames => [DemoPorts.Setting];

    /// <inheritdoc/>
    public void Configure(IConfiguration configuration)
    {
        DemoPorts.Check(configuration);
        string folder = Path.GetFullPath(configuration[StorageSettings.DataFolderSetting] ?? DefaultFolder);
        configuration[StorageSettings.DataFolderSetting] = folder;
        OwnersFolder.Make(folder);
        DemoFolder.MakeAnew(configuration, folder);
        // The demo's data is not secret: a newcomer needs no warning that its keys are not encrypted.
        configuration[DataProtectionLevel] ??= nameof(LogLevel.Error);
    }

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<DemoRun>();
        services.AddSingleton<IDemoDoors>(provider => provider.GetRequiredService<DemoRun>());
        services.AddSingleton<IStartupFilter, BrowserRadio>();
        services.AddSingleton(new AppFiles(radio: "demo"));
        services.AddScoped<DemoSeed>();
        services.AddScoped<DemoKeys>();
    }

    /// <inheritdoc/>
    public Task PrepareAsync(IServiceProvider services) => services.GetRequiredService<DemoRun>().MakeAsync();
}
