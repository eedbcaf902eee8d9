using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>What a lock answers when a key of a user asks it to open, as far as the facility knows.</summary>
/// <param name="Status">Ok, Expired, NotYetValid, ClockUnknown, Revoked, Overlocked, Lockdown, OutsideHours or NotAuthentic.</param>
/// <param name="Moment">With OutsideHours the next opening, with NotYetValid the beginning, seconds since 2020-01-01T00:00:00Z; 0 for
/// none.</param>
/// <param name="IsWaiting">Whether a notice is still waiting for the lock, so that the lock may answer by what was so before.</param>
public sealed record DoorAnswer(Status Status, uint Moment, bool IsWaiting)
{
    /// <summary>Checks a key in the order of the lock (docs/protocol.md, 4.1, steps 4 to 9).</summary>
    /// <param name="key">The key, with its entry.</param>
    /// <param name="tenancy">The tenancy of the entry's unit; 0 for a gate or a building's door.</param>
    /// <param name="calendar">The facility's zone and holidays.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    public static DoorAnswer Of(OfflineKey key, int tenancy, AccessCalendar calendar, uint now)
    {
        Entry entry = key.Entry!;
        Grant grant = new();
        if (key.EndedFor is KeyEnd.LockRenewed or KeyEnd.KeysRetired || !grant.TryRead(key.Grant, 0, key.Grant.Length))
            return Say(Status.NotAuthentic);
        if (grant.NotAfter <= now)
            return Say(Status.Expired);
        if (entry.ContactAt == null || entry.Trust != ClockTrust.Set)
            return Say(Status.ClockUnknown);
        if (grant.NotBefore > now)
            return Say(Status.NotYetValid, grant.NotBefore);
        if (grant.Tenancy != 0 && grant.Tenancy < tenancy)
            return Say(Status.Expired);
        if (key.State == KeyState.Revoked)
            return Say(Status.Revoked);
        if (entry.IsOverlocked && (grant.Rights & Rights.OverrideOverlock) == 0)
            return Say(Status.Overlocked);
        if (entry.IsLockdown && (grant.Rights & Rights.OverrideLockdown) == 0)
            return Say(Status.Lockdown);
        return AccessHours.Admits(grant.Windows, calendar, now)
            ? Say(Status.Ok)
            : Say(Status.OutsideHours, AccessHours.NextOpening(grant.Windows, null, calendar, now, grant.NotAfter));

        DoorAnswer Say(Status status, uint moment = 0) => new(status, moment, entry.HasOpenItems);
    }
}
