namespace LockFirmware.Facility.Features.Units;

/// <summary>Units, letting and access hours.</summary>
internal static class UnitsFeature
{
    /// <summary>Adds what it needs.</summary>
    public static void AddUnits(this IServiceCollection services)
    {
    }
}
