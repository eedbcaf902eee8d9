using LockFirmware.Facility.Keys;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LockFirmware.Facility.Features.Users;

/// <summary>Users, their phones, payment, keys and shares.</summary>
internal static class UsersFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddUsers(this IServiceCollection services)
    {
        services.AddScoped<ChangeRunner>();
        services.AddScoped<UserWords>();
        services.AddScoped<SignInCodes>();
        services.AddScoped<AccountChanges>();
        services.AddScoped<PhoneChanges>();
        services.AddScoped<UserRecords>();
        services.AddScoped<TenancyRaise>();
        // After the set-up of Razor Pages, which begins with a new collection.
        services.PostConfigure<RazorPagesOptions>(options => options.Conventions.AddPageRoute("/Users/Details", "/Users/{id:long}"));
    }
}
