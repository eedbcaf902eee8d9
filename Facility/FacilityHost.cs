using LockFirmware.Facility.Access;
using LockFirmware.Facility.Api;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Demo;
using LockFirmware.Facility.Features.Activity;
using LockFirmware.Facility.Features.Settings;
using LockFirmware.Facility.Features.Staff;
using LockFirmware.Facility.Features.Units;
using LockFirmware.Facility.Features.Users;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace LockFirmware.Facility;

/// <summary>Puts the program together from its features, and starts it.</summary>
internal static class FacilityHost
{
    /// <summary>The page's address unless the settings name another.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>The setting of the folder with database and keys; once the program runs, its full path.</summary>
    internal const string DataFolderSetting = "Facility:DataFolder";

    /// <summary>Starts the facility and returns when it is stopped.</summary>
    public static async Task<int> RunAsync(string[] args, bool isDemo, CancellationToken stop)
    {
        await using WebApplication app = Build(args, isDemo);
        if (isDemo)
            await app.Services.GetRequiredService<DemoRun>().MakeAsync();
        await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<FirstStart>().RunAsync();
        Map(app);
        await app.RunAsync(stop);
        return 0;
    }

    /// <summary>Puts the program together without starting it.</summary>
    public static WebApplication Build(string[] args, bool isDemo)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls(DefaultUrl);
        if (isDemo)
            DemoPorts.Check(builder.Configuration);
        string folder = DataFolder(builder.Configuration, isDemo);
        if (isDemo)
            DemoFolder.MakeAnew(builder.Configuration, folder);
        builder.Configuration[DataFolderSetting] = folder;
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        AddServices(builder, folder, isDemo);
        return builder.Build();
    }

    private static string DataFolder(IConfiguration configuration, bool isDemo)
    {
        string folder = Path.GetFullPath(configuration[DataFolderSetting] ?? (isDemo ? "facility-demo-data" : "facility-data"));
        OwnersFolder.Make(folder);
        return folder;
    }

    private static void AddServices(WebApplicationBuilder builder, string folder, bool isDemo)
    {
        IServiceCollection services = builder.Services;
        services.AddDatabase(builder.Configuration, folder);
        services.AddKeyProtection(builder.Configuration, folder);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<FacilityClock>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<IPasswordHasher<StaffMember>, PasswordHasher<StaffMember>>();
        services.AddWebGuard(builder.Configuration);
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentStaff>();
        services.AddScoped<OfficeTrail>();
        services.AddScoped<LedgerStore>();
        services.AddScoped<Keys.KeyBook>();
        services.AddScoped<Keys.HoursWithdrawal>();
        services.AddScoped<BatchKeeper>();
        services.AddScoped<EntryMaker>();
        services.AddScoped<SiteReader>();
        services.AddScoped<FirstStart>();
        services.AddSingleton(new Announcer(Console.Out));
        services.AddSingleton<PortalAddress>();
        services.AddScoped<Import.FacilityImport>();
        services.AddScoped<AdminRescue>();
        services.AddScoped<Backup.DatabaseCopy>();
        services.AddScoped<Backup.Restoration>();
        services.AddScoped<StaffAccounts>();
        AddFeatures(services, isDemo);
        services.AddAuthentication(StaffScheme.Name).AddCookie(StaffScheme.Name, StaffCookie);
        services.AddAuthorization(Policies.Configure);
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/Features";
            Pages(options.Conventions);
        }).AddMvcOptions(options => options.Filters.Add(new PlainTextFilter()));
    }

    /// <summary>Who may open which pages; a page that stands under none of these is refused to everybody.</summary>
    private static void Pages(PageConventionCollection pages)
    {
        pages.AllowAnonymousToFolder("/Staff/Door");
        pages.AuthorizePage("/Index", Policies.AnyStaff);
        pages.AuthorizePage("/Staff/SignOut", Policies.AnyStaff);
        pages.AuthorizePage("/Staff/Password", Policies.AnyStaff);
        pages.AuthorizeFolder("/Users", nameof(Permissions.ManageUsers));
        pages.AuthorizeFolder("/Units", nameof(Permissions.ManageUnits));
        pages.AuthorizeFolder("/Schedules", nameof(Permissions.ManageUnits));
        pages.AuthorizeFolder("/Entries", nameof(Permissions.ManageEntries));
        pages.AuthorizeFolder("/Activity", nameof(Permissions.ViewActivity));
        pages.AuthorizeFolder("/Settings", nameof(Permissions.ManageSettings));
        pages.AuthorizeFolder("/Staff/Members", nameof(Permissions.Administer));
        pages.AuthorizeFolder("/Backup", nameof(Permissions.Administer));
    }

    private static void StaffCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "facility";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.LoginPath = "/Staff/Door/SignIn";
        options.AccessDeniedPath = "/Staff/Door/Denied";
        options.Events.OnValidatePrincipal = StaffAccounts.ValidateAsync;
    }

    /// <summary>What each feature needs, in a line of its own.</summary>
    private static void AddFeatures(IServiceCollection services, bool isDemo)
    {
        services.AddUsers();
        services.AddUnits();
        services.AddPhoneApi();
        services.AddGateway();
        services.AddActivity();
        services.AddSettings();
        if (isDemo)
            services.AddDemo();
    }

    private static void Map(WebApplication app)
    {
        app.UseWebGuard();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UsePhoneAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapHealth();
        app.MapRazorPages();
        app.MapPhoneApi();
    }
}
