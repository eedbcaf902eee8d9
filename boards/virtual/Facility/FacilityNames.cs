using LockFirmware.LockLink.Words;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>The names that a facility file gives.</summary>
internal sealed class FacilityNames(FacilityFile facility) : IKeyNames
{
    /// <inheritdoc/>
    public bool IsGateway(uint keyId) => facility.Locks.Any(door => door.ServiceKeyId == keyId);

    /// <inheritdoc/>
    public string? Holder(uint keyId) => facility.Keys.FirstOrDefault(key => key.Grant.KeyId == keyId)?.Holder.Name;

    /// <inheritdoc/>
    public string? Guest(uint guestId) => facility.People.FirstOrDefault(person => person.Id == guestId)?.Name;

    /// <inheritdoc/>
    public bool IsShared(uint keyId) => facility.Shares.Any(share => share.Key.Grant.KeyId == keyId);
}
