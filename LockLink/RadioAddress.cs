using System.Globalization;

namespace LockFirmware.LockLink;

/// <summary>The address of a virtual radio, written host:port.</summary>
/// <param name="Host">A host name or an IP address; an IPv6 address stands in brackets.</param>
/// <param name="Port">The TCP port, 1..65535.</param>
public sealed record RadioAddress(string Host, int Port)
{
    /// <summary>Reads an address.</summary>
    /// <returns>Null when the text is not host:port.</returns>
    public static RadioAddress? TryRead(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || Uri.CheckHostName(text[..colon].Trim('[', ']')) == UriHostNameType.Unknown)
            return null;
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is > 0 and <= ushort.MaxValue
            ? new RadioAddress(text[..colon], port)
            : null;
    }
}
