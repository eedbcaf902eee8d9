using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Places;

namespace LockFirmware.Facility.Gateway;

/// <summary>Creates links over this computer's Bluetooth and to virtual radios, by the place that an entry has.</summary>
internal sealed class PlaceLinkFactory : ILockLinkFactory
{
    /// <inheritdoc/>
    public string? Complaint(string address) => LockPlace.Complaint(address);

    /// <inheritdoc/>
    public ILockLink Make(string address, SoughtLock sought) => LockPlace.TryRead(address) is { } place
        ? PlaceLinks.Make(place, sought)
        : throw new VisitException(Complaint(address)!);
}
