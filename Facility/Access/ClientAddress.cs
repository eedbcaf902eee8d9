using System.Net;
using System.Net.Sockets;

namespace LockFirmware.Facility.Access;

/// <summary>The address of a caller, by which calls are counted.</summary>
internal static class ClientAddress
{
    private const int Ipv6NetworkBytes = 8;

    /// <summary>An address, or the network of an IPv6 address, because one customer has all addresses of a network.</summary>
    public static string Of(HttpContext http)
    {
        IPAddress address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes(), 0, Ipv6NetworkBytes)
            : address.ToString();
    }
}
