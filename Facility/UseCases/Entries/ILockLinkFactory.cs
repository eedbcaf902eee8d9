using LockFirmware.LockLink;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>Creates the links over which the gateway reaches locks. Each kind of radio has its own factory.</summary>
public interface ILockLinkFactory
{
    /// <summary>Checks an address.</summary>
    /// <param name="address">An address, as <see cref="Data.Entry.Address"/> stores it.</param>
    /// <returns>What is wrong, as a text for people; null if the address can be used.</returns>
    string? Complaint(string address);

    /// <summary>Creates a link that is not connected yet. The caller disposes it.</summary>
    /// <param name="address">An address without a <see cref="Complaint"/>.</param>
    /// <param name="sought">The lock that must be there.</param>
    ILockLink Make(string address, SoughtLock sought);
}
