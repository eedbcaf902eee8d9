namespace LockFirmware.Facility.Host;

/// <summary>What a program adds to the facility that it hosts with <see cref="FacilityHost.RunAsync"/>.</summary>
public interface IFacilityExtension
{
    /// <summary>The names of its own settings.</summary>
    IReadOnlyCollection<string> SettingNames { get; }

    /// <summary>Checks and changes settings. It is called once, before the facility reads a setting or makes a file.</summary>
    /// <param name="configuration">All settings.</param>
    /// <exception cref="InvalidDataException">A setting cannot be used; the message says which one, and what to do.</exception>
    void Configure(IConfiguration configuration);

    /// <summary>
    /// Adds services, or replaces services of the facility (another <see cref="UseCases.Entries.ILockLinkFactory"/>, for
    /// example).
    /// </summary>
    /// <param name="services">The facility's services.</param>
    void AddServices(IServiceCollection services);

    /// <summary>Prepares data. It is called once, before the database is prepared and before the first request.</summary>
    /// <param name="services">The services of the built program.</param>
    Task PrepareAsync(IServiceProvider services);
}
