using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>What a lock answers when a key of a user asks it to open, as far as the facility knows.</summary>
/// <param name="Status">Ok, Expired, NotYetValid, ClockUnknown, Revoked, Overlocked, Lockdown, OutsideHours or NotAuthentic.</param>
/// <param name="Moment">With OutsideHours the next opening, with NotYetValid the beginning, seconds since 2020-01-01T00:00:00Z; 0 for
/// none.</param>
/// <param name="IsWaiting">Whether a notice is still waiting for the lock, so that the lock may answer by what was so before.</param>
/// <param name="IsRetiring">Whether a notice is waiting that retires all keys of the lock.</param>
public sealed record DoorAnswer(Status Status, uint Moment, bool IsWaiting, bool IsRetiring = false)
{
    /// <summary>Checks a key in the order of the lock (docs/protocol.md, 4.1, steps 4 to 9).</summary>
    /// <param name="key">The key, with its entry.</param>
    /// <param name="tenancy">The lowest tenancy that the lock accepts; 0 for a gate or a building's door.</param>
    /// <param name="retiredAt">When the office last retired all keys of the lock; 0 for never.</param>
    /// <param name="calendar">The facility's zone and holidays.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    public static DoorAnswer Of(OfflineKey key, int tenancy, long retiredAt, AccessCalendar calendar, uint now)
    {
        Entry entry = key.Entry!;
        Grant grant = new();
        // No notice changes these.
        if (key.EndedFor is KeyEnd.LockRenewed or KeyEnd.KeysRetired || !grant.TryRead(key.Grant, 0, key.Grant.Length))
            return new DoorAnswer(Status.NotAuthentic, 0, false);
        if (grant.NotAfter <= now)
            return new DoorAnswer(Status.Expired, 0, false);
        if (entry.ContactAt == null || entry.Trust != ClockTrust.Set)
            return new DoorAnswer(Status.ClockUnknown, 0, false);
        if (grant.NotBefore > now)
            return new DoorAnswer(Status.NotYetValid, grant.NotBefore, false);
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

        DoorAnswer Say(Status status, uint moment = 0) =>
            new(status, moment, entry.HasOpenItems, entry.HasOpenItems && retiredAt >= key.IssuedAt);
    }
}
