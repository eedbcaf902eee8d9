using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Site;

/// <summary>Where a browser finds the portal: the setting Facility:PublicUrl, else the first address that the program listens at.</summary>
public sealed class PortalAddress(IConfiguration configuration, IOptions<PortalSettings> settings)
{
    /// <summary>The address that the program listens on unless the settings name another one.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    private static readonly string[] AnyHost = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>The address, without a slash at the end.</summary>
    public string Base
    {
        get
        {
            string given = settings.Value.PublicUrl is { Length: > 0 } open ? open
                : configuration["urls"] is { Length: > 0 } urls ? urls.Split(';')[0] : DefaultUrl;
            foreach (string any in AnyHost)
                given = given.Replace($"://{any}", "://localhost", StringComparison.Ordinal);
            return given.Trim().TrimEnd('/');
        }
    }

    /// <summary>Builds a one-time link that sets a password.</summary>
    /// <param name="code">The link's code.</param>
    /// <param name="request">The request whose page shows the link; null outside a request. Without the setting Facility:PublicUrl, the
    /// link uses the address of this request, if the setting AllowedHosts says which addresses are the portal's. Otherwise anybody could
    /// name another one in the request.</param>
    public string Invitation(string code, HttpRequest? request = null) => $"{BaseFor(request)}/account/invitation?code={code}";

    /// <summary>Builds a link that opens the tenant's app and signs the phone in. The code follows "#", so no server sees it.</summary>
    /// <param name="code">The sign-in code.</param>
    /// <param name="request">As for <see cref="Invitation"/>.</param>
    public string App(string code, HttpRequest? request = null) => $"{BaseFor(request)}/app#code={code}";

    private string BaseFor(HttpRequest? request)
    {
        bool isSet = settings.Value.PublicUrl.Length > 0;
        string hosts = configuration["AllowedHosts"] ?? "";
        bool isTrusted = hosts.Length > 0 && !hosts.Split(';').Contains("*");
        return isSet || request == null || !isTrusted ? Base : $"{request.Scheme}://{request.Host}{request.PathBase}";
    }
}
