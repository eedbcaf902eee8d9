using System.Globalization;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Gateway;

/// <summary>Links to virtual radios: addresses are host:port.</summary>
internal sealed class VirtualRadioLinkFactory : ILockLinkFactory
{
    /// <inheritdoc/>
    public string? Complaint(string address) =>
        TryRead(address, out _, out _) ? null : $"\"{address}\" is not an address. Write host:port, for example 127.0.0.1:5091.";

    /// <inheritdoc/>
    public ILockLink Make(string address) => TryRead(address, out string host, out int port)
        ? new VirtualRadioLink(host, port)
        : throw new VisitException(Complaint(address)!);

    private static bool TryRead(string address, out string host, out int port)
    {
        int colon = address.LastIndexOf(':');
        host = colon > 0 ? address[..colon] : "";
        port = 0;
        return colon > 0 && Uri.CheckHostName(host.Trim('[', ']')) != UriHostNameType.Unknown
            && int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= ushort.MaxValue;
    }
}
