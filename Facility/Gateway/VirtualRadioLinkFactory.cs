using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Gateway;

/// <summary>Creates links to virtual radios. Their addresses are host:port.</summary>
internal sealed class VirtualRadioLinkFactory : ILockLinkFactory
{
    /// <inheritdoc/>
    public string? Complaint(string address) =>
        RadioAddress.TryRead(address) != null ? null : $"\"{address}\" is not an address. Write host:port, for example 127.0.0.1:5091.";

    /// <inheritdoc/>
    public ILockLink Make(string address) => RadioAddress.TryRead(address) is { } radio
        ? new VirtualRadioLink(radio.Host, radio.Port)
        : throw new VisitException(Complaint(address)!);
}
