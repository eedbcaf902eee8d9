using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Site;

/// <summary>
/// Reads classes of settings. A property is a text or a whole number. A whole number may have a range, and its value in a new object is
/// used where the setting is absent.
/// </summary>
public static class SettingsBinding
{
    /// <summary>The section with the settings of the facility.</summary>
    public const string Section = "Facility";

    /// <summary>Adds a class of settings as options. They are checked before the program starts to work.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="section">The section with the settings.</param>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, string section = Section) where T : class =>
        services.AddOptions<T>().Configure<IConfiguration>((settings, configuration) => Bind(settings, configuration.GetSection(section)))
            .ValidateOnStart();

    /// <summary>Reads settings that are needed while the program is put together.</summary>
    /// <exception cref="OptionsValidationException">A value cannot be used. The message names each one.</exception>
    public static T Read<T>(IConfiguration configuration) where T : class, new()
    {
        T settings = new();
        Bind(settings, configuration.GetSection(Section));
        return settings;
    }

    /// <summary>The name of a setting in its section.</summary>
    public static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;

    // The framework's binder does not say which numbers a setting takes, so numbers are read here.
    private static void Bind<T>(T settings, IConfigurationSection section) where T : class
    {
        List<string> complaints = [];
        foreach (PropertyInfo property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            if (section[NameOf(property)] is not { } text)
                continue;
            if (property.PropertyType == typeof(string))
                property.SetValue(settings, text);
            else if (text.Length > 0 && Number(text, property) is { } number)
                property.SetValue(settings, number);
            else if (text.Length > 0)
                complaints.Add($"The setting {section.Path}:{NameOf(property)} is \"{text}\". Give {Range(property)}, or leave it out for "
                    + $"{property.GetValue(settings)}.");
        }
        if (complaints.Count > 0)
            throw new OptionsValidationException(section.Path, typeof(T), complaints);
    }

    private static int? Number(string text, PropertyInfo property) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
            && property.GetCustomAttribute<RangeAttribute>()?.IsValid(number) != false
            ? number
            : null;

    private static string Range(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? $"a number from {range.Minimum} to {range.Maximum}"
        : "a whole number";
}
