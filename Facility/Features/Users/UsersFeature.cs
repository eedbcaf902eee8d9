using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LockFirmware.Facility.Features.Users;

/// <summary>The pages of users.</summary>
internal static class UsersFeature
{
    /// <summary>Adds the short address of a user's page.</summary>
    /// <remarks>PostConfigure, because the set-up of Razor Pages replaces the collection of conventions.</remarks>
    public static void AddUserPages(this IServiceCollection services) =>
        services.PostConfigure<RazorPagesOptions>(options => options.Conventions.AddPageRoute("/Users/Details", "/Users/{id:long}"));
}
