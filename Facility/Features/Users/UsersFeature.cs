namespace LockFirmware.Facility.Features.Users;

/// <summary>Users, their phones, payment, keys and shares.</summary>
internal static class UsersFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddUsers(this IServiceCollection services)
    {
    }
}
