using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>Marks keys as superseded or revoked, with who, when and why. The caller stores it.</summary>
public sealed class KeyEnds(FacilityClock clock, CurrentStaff staff)
{
    /// <summary>The current time, seconds since 2020-01-01T00:00:00Z.</summary>
    public long Now => clock.Now;

    /// <summary>The member of the staff who ends a key; null for a phone, the gateway or a command.</summary>
    public long? By => staff.Id;

    /// <summary>Ends a key.</summary>
    /// <param name="key">A tracked row.</param>
    /// <param name="why">The reason.</param>
    public void End(OfflineKey key, KeyEnd why)
    {
        key.State = why is KeyEnd.NewerKey or KeyEnd.LockRenewed or KeyEnd.KeysRetired ? KeyState.Superseded : KeyState.Revoked;
        (key.EndedAt, key.EndedBy, key.EndedFor) = (Now, By, why);
    }
}
