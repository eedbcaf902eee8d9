using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LockFirmware.Facility.Site;
using Microsoft.AspNetCore.Connections;

namespace LockFirmware.FacilityDemo;

/// <summary>The ports of the demo. They are checked before its folder is emptied, because another demo may be running in it.</summary>
internal static class DemoPorts
{
    /// <summary>The number of locks. Each listens on a port of its own.</summary>
    public const int LockCount = 3;

    /// <summary>The setting with the first port of the locks.</summary>
    public const string Setting = "Facility:DemoLockPort";

    private const int Default = 5091;

    /// <summary>Checks that all ports are free.</summary>
    /// <exception cref="IOException">The port of the portal is taken.</exception>
    /// <exception cref="InvalidDataException">The port of a lock is taken, or the setting is not a port.</exception>
    public static void Check(IConfiguration configuration)
    {
        string urls = configuration["urls"] is { Length: > 0 } given ? given : PortalAddress.DefaultUrl;
        foreach (string url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            CheckPortal(url);
        int first = FirstOfLocks(configuration);
        for (int port = first; first != 0 && port < first + LockCount; port++)
        {
            if (Taken(IPAddress.Loopback, port) is { } why)
                throw LockPortTaken(port, why);
        }
    }

    /// <summary>The first port of the locks; 0 for any free ports.</summary>
    /// <exception cref="InvalidDataException">The setting is not a port.</exception>
    public static int FirstOfLocks(IConfiguration configuration) => configuration[Setting] is not { Length: > 0 } text ? Default
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue - LockCount ? port
        : throw new InvalidDataException(
            $"The setting {Setting} is \"{text}\". Give the first of three TCP ports, or 0 for any free ones.");

    /// <summary>Makes the exception for a lock's port that is taken.</summary>
    public static InvalidDataException LockPortTaken(int port, SocketException why) => new(
        $"A virtual lock cannot listen on port {port}: {why.Message}. Is another demo running? Stop it, or give other ports with "
        + $"--{Setting}=6091 (three from there on), or 0 for any free ones.");

    private static void CheckPortal(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            // The server reports what is wrong with the address.
            return;
        }
        IPAddress host = address.Host == "localhost"
            ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? given) ? given : IPAddress.Any;
        if (!address.IsUnixPipe && !address.IsNamedPipe && address.Port != 0 && Taken(host, address.Port) is { } why)
            throw new IOException($"{url}: {why.Message}.", new AddressInUseException(why.Message, why));
    }

    private static SocketException? Taken(IPAddress host, int port)
    {
        try
        {
            using TcpListener listener = new(host, port);
            listener.Start();
            return null;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return exception;
        }
    }
}
