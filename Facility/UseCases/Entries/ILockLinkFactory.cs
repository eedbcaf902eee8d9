using LockFirmware.LockLink;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>Makes the links over which the gateway reaches locks. Another radio than the virtual one is another factory.</summary>
public interface ILockLinkFactory
{
    /// <summary>What is wrong with an address, in words.</summary>
    /// <param name="address">As <see cref="Data.Entry.Address"/> has it.</param>
    /// <returns>Null when it can be used.</returns>
    string? Complaint(string address);

    /// <summary>A link that is not connected yet; the caller disposes it.</summary>
    /// <param name="address">One that has no <see cref="Complaint"/>.</param>
    ILockLink Make(string address);
}
