using LockFirmware.Facility.Api;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Site;

namespace LockFirmware.Facility.Host;

/// <summary>Refuses settings and arguments that do not exist, so that a mistyped one is not ignored.</summary>
internal static class SettingNames
{
    private const string Advice = "Run facility --help for the commands and settings.";

    // Settings of the framework that a program of ASP.NET Core takes.
    private static readonly string[] Framework =
        ["urls", "http_ports", "https_ports", "AllowedHosts", "environment", "contentRoot", "applicationName", "webRoot",
            "shutdownTimeoutSeconds", "preventHostingStartup"];

    private static readonly string[] FrameworkSections = ["Logging", "Kestrel", "hostBuilder"];

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        $"ConnectionStrings:{DatabaseSetup.ConnectionName}",
    };

    static SettingNames()
    {
        Add(typeof(StorageSettings), SettingsBinding.Section);
        Add(typeof(PortalSettings), SettingsBinding.Section);
        Add(typeof(ProxySettings), SettingsBinding.Section);
        Add(typeof(GatewaySettings), SettingsBinding.Section);
        Add(typeof(ApiLimits), $"{SettingsBinding.Section}:Limits");
    }

    /// <summary>Checks the command line and the section of the facility in all sources of settings.</summary>
    /// <param name="args">What the command line has beside commands and their options.</param>
    /// <param name="configuration">All settings.</param>
    /// <param name="more">Settings of the program that hosts the facility.</param>
    /// <exception cref="InvalidDataException">One of them does not exist; the message says which.</exception>
    public static void Check(string[] args, IConfiguration configuration, IReadOnlyCollection<string> more)
    {
        // A section without a value of its own sets nothing.
        bool IsOwn(string name, string? value) => Own.Contains(name) || more.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (string.IsNullOrEmpty(value) && Own.Any(own => own.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)));
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i].TrimStart('-', '/');
            int end = name.IndexOf('=', StringComparison.Ordinal);
            if (end < 0 && name.Length == args[i].Length)
                throw new InvalidDataException($"\"{args[i]}\" is neither a command nor a setting. {Advice}");
            if (end < 0 && ++i == args.Length)
                throw new InvalidDataException($"The setting \"{args[^1]}\" has no value. Give it as --name=value. {Advice}");
            string value = end < 0 ? args[i] : name[(end + 1)..];
            name = end < 0 ? name : name[..end];
            if (!IsOwn(name, value) && !IsOfFramework(name))
                throw Unknown(name);
        }
        if (configuration.GetSection(SettingsBinding.Section).AsEnumerable()
            .FirstOrDefault(setting => setting.Value != null && !IsOwn(setting.Key, setting.Value)).Key is { } unknown)
            throw Unknown(unknown);
    }

    private static InvalidDataException Unknown(string name) => new($"The setting \"{name}\" does not exist. {Advice}");

    private static bool IsOfFramework(string name) => Framework.Contains(name, StringComparer.OrdinalIgnoreCase)
        || FrameworkSections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    private static void Add(Type settings, string section) => Own.UnionWith(
        settings.GetProperties().Where(property => property.CanWrite).Select(property => $"{section}:{SettingsBinding.NameOf(property)}"));
}
