using LockFirmware.LockLink.Bluez;

namespace LockFirmware.LockLink.Places;

/// <summary>Makes the link to a lock at a place.</summary>
public static class PlaceLinks
{
    /// <summary>Makes a link that is not connected yet. The caller disposes it.</summary>
    /// <param name="place">The place.</param>
    /// <param name="sought">The lock that is looked for there.</param>
    public static ILockLink Make(LockPlace place, SoughtLock sought) => place.Virtual is { } radio
        ? new VirtualRadioLink(radio.Host, radio.Port)
        : new BluezLink(place.Adapter, place.Address, sought);
}
