namespace LockFirmware.Facility.Gateway;

/// <summary>The worker that visits locks, and the pages of locks.</summary>
internal static class GatewayFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddGateway(this IServiceCollection services)
    {
    }
}
