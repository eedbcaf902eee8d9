namespace LockFirmware.Facility.Api;

/// <summary>What phones call.</summary>
internal static class PhoneApi
{
    /// <summary>Adds what it needs.</summary>
    public static void AddPhoneApi(this IServiceCollection services)
    {
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapPhoneApi(this WebApplication app)
    {
    }
}
