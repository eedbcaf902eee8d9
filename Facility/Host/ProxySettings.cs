using System.Net;
using LockFirmware.Facility.Site;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Host;

/// <summary>Which reverse proxies are believed.</summary>
public sealed class ProxySettings
{
    /// <summary>Addresses or networks, separated by commas. Empty: this machine alone.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>Tells the framework which proxies are believed.</summary>
    /// <exception cref="OptionsValidationException">One of them is neither an address nor a network.</exception>
    public void Trust(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        string[] named = Proxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0)
            return;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string proxy in named)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out System.Net.IPNetwork network))
                options.KnownIPNetworks.Add(network);
            else if (IPAddress.TryParse(proxy, out IPAddress? address))
                options.KnownProxies.Add(address);
            else
                throw new OptionsValidationException(nameof(Proxies), typeof(ForwardedHeadersOptions),
                    [$"{SettingsBinding.Section}:{nameof(Proxies)}: '{proxy}' is neither an address like 10.0.0.2 "
                        + "nor a network like 10.0.0.0/24."]);
        }
    }
}
