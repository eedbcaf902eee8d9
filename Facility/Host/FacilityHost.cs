using LockFirmware.Facility.Access;
using LockFirmware.Facility.Api;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Account;
using LockFirmware.Facility.Features.Activity;
using LockFirmware.Facility.Features.Shared;
using LockFirmware.Facility.Features.Users;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Host;

/// <summary>Builds the program from its features, and starts it.</summary>
public static class FacilityHost
{
    /// <summary>Starts the facility and returns when it is stopped.</summary>
    /// <param name="args">Settings, as --name=value.</param>
    /// <param name="extension">What the calling program adds; null for the facility alone.</param>
    /// <param name="error">Where errors that the operator can correct are reported, each in one sentence.</param>
    /// <param name="stop">Stops the facility.</param>
    /// <returns>The exit code: 0 after a stop; 1 when the database or the port failed; 2 when a setting or a file cannot be used.</returns>
    public static Task<int> RunAsync(string[] args, IFacilityExtension? extension, TextWriter error, CancellationToken stop) =>
        ErrorReport.RunAsync(() => RunUntilStoppedAsync(args, extension, stop), error);

    /// <summary>Builds the program without starting it.</summary>
    internal static WebApplication Build(string[] args, IFacilityExtension? extension = null) => Build(Prepare(args, extension), extension);

    /// <summary>Builds the program for a command that works on a facility.</summary>
    /// <exception cref="InvalidDataException">There is no facility. Nothing was created.</exception>
    internal static async Task<WebApplication> BuildExistingAsync(string[] args)
    {
        WebApplicationBuilder builder = Prepare(args, null);
        string folder = Path.GetFullPath(SettingsBinding.Read<StorageSettings>(builder.Configuration).DataFolder);
        string? postgres = builder.Configuration.GetConnectionString(DatabaseSetup.ConnectionName);
        return await DatabaseSetup.ExistsAsync(postgres, folder) ? Build(builder, null)
            : throw new InvalidDataException(string.IsNullOrEmpty(postgres)
                ? $"There is no facility in {folder}. Name the folder with its database: --{StorageSettings.DataFolderSetting}=..."
                : "There is no facility in this PostgreSQL database. Check the setting "
                    + $"ConnectionStrings:{DatabaseSetup.ConnectionName}.");
    }

    /// <summary>Reads and checks the settings.</summary>
    private static WebApplicationBuilder Prepare(string[] args, IFacilityExtension? extension)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // Razor looks for the pages in the assembly of this name, whichever program hosts them.
            ApplicationName = typeof(FacilityHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        SettingNames.Check(args, builder.Configuration, extension?.SettingNames ?? []);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls(PortalAddress.DefaultUrl);
        return builder;
    }

    private static WebApplication Build(WebApplicationBuilder builder, IFacilityExtension? extension)
    {
        extension?.Configure(builder.Configuration);
        StorageSettings storage = SettingsBinding.Read<StorageSettings>(builder.Configuration);
        storage.DataFolder = Path.GetFullPath(storage.DataFolder);
        OwnersFolder.Make(storage.DataFolder);
        builder.Configuration[StorageSettings.DataFolderSetting] = storage.DataFolder;
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        AddServices(builder, storage);
        extension?.AddServices(builder.Services);
        return builder.Build();
    }

    private static async Task<int> RunUntilStoppedAsync(string[] args, IFacilityExtension? extension, CancellationToken stop)
    {
        await using WebApplication app = Build(args, extension);
        // The host checks the settings too, but only after the database was prepared.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (extension != null)
            await extension.PrepareAsync(app.Services);
        await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<FirstStart>().RunAsync();
        Map(app);
        await app.RunAsync(stop);
        return 0;
    }

    private static void AddServices(WebApplicationBuilder builder, StorageSettings storage)
    {
        IServiceCollection services = builder.Services;
        services.AddDatabase(builder.Configuration, storage.DataFolder);
        services.AddKeyProtection(storage);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<FacilityClock>();
        services.AddSingleton<ClockMarkCache>();
        services.AddScoped<ClockMark>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<IPasswordHasher<StaffMember>, PasswordHasher<StaffMember>>();
        services.AddWebGuard();
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentStaff>();
        services.AddScoped<OfficeTrail>();
        services.AddScoped<SiteReader>();
        services.AddScoped<FirstStart>();
        services.AddSingleton(new Announcer(Console.Out));
        services.AddSettings<PortalSettings>();
        services.AddSingleton<PortalAddress>();
        services.AddUseCases();
        AddFeatures(services);
        services.AddAuthentication(StaffScheme.Name).AddCookie(StaffScheme.Name, StaffCookie.Configure);
        services.AddAuthorization(Policies.Configure);
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/Features";
            Pages(options.Conventions);
        }).AddMvcOptions(options =>
        {
            options.Filters.Add(new PlainTextFilter());
            options.Filters.Add(new UnknownIdFilter());
        });
    }

    /// <summary>Sets who may open which pages. A page outside these folders is refused to everybody.</summary>
    private static void Pages(PageConventionCollection pages)
    {
        pages.AllowAnonymousToFolder("/Account");
        pages.AuthorizePage("/Index", Policies.AnyStaff);
        pages.AuthorizePage("/Staff/SignOut", Policies.AnyStaff);
        pages.AuthorizePage("/Staff/Password", Policies.AnyStaff);
        pages.AuthorizePage("/Staff/SignIns", Policies.AnyStaff);
        pages.AuthorizeFolder("/Users", nameof(Permissions.ManageUsers));
        pages.AuthorizeFolder("/Units", nameof(Permissions.ManageUnits));
        pages.AuthorizeFolder("/Schedules", nameof(Permissions.ManageUnits));
        pages.AuthorizeFolder("/Entries", nameof(Permissions.ManageEntries));
        pages.AuthorizeFolder("/Coverage", nameof(Permissions.ManageEntries));
        pages.AuthorizeFolder("/Activity", nameof(Permissions.ViewActivity));
        pages.AuthorizeFolder("/Settings", nameof(Permissions.ManageSettings));
        pages.AuthorizeFolder("/Staff/Members", nameof(Permissions.Administer));
        pages.AuthorizeFolder("/Backup", nameof(Permissions.Administer));
        pages.AuthorizeFolder("/Jobs", nameof(Permissions.Administer));
    }

    /// <summary>Adds the services of each feature.</summary>
    private static void AddFeatures(IServiceCollection services)
    {
        services.AddScoped<LockdownBanner>();
        services.AddUserPages();
        services.AddPhoneApi();
        services.AddPhoneApp();
        services.AddGateway();
        services.AddActivity();
    }

    private static void Map(WebApplication app)
    {
        app.UseWebGuard();
        app.UseStaticFiles();
        app.UsePhoneApp();
        app.UseRouting();
        app.UseAuthentication();
        app.UsePhoneAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseFormBounds();
        app.MapHealth();
        app.MapRazorPages();
        app.MapFormerAddresses();
        app.MapPhoneApi();
        // Without it, the policy for endpoints without a rule would send people to the sign-in page.
        // MapFallback leaves out addresses that end like files.
        app.Map("/{**rest}", () => Results.NotFound()).AllowAnonymous().RequireRateLimiting(RateLimitPolicies.Anonymous)
            .WithOrder(int.MaxValue).ExcludeFromDescription();
    }
}
