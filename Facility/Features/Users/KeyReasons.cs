using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.Features.Users;

/// <summary>Explains the state of a user's keys to the office.</summary>
/// <param name="user">The user.</param>
/// <param name="outlook">What a request for keys and the locks would answer.</param>
/// <param name="time">The facility's local time.</param>
/// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
public sealed class KeyReasons(User user, KeyOutlook outlook, LocalTime time, long now)
{
    /// <summary>The explanation: what became of the keys, what the locks refuse, and what stands in the way of a new key, the first
    /// obstacle first.</summary>
    /// <param name="state">The state of the keys.</param>
    /// <param name="units">The units let to the user, with their leases.</param>
    /// <param name="phones">The user's phones, including signed-out ones.</param>
    public IReadOnlyList<string> Sentences(KeyExpirationState state, IReadOnlyList<Unit> units, IReadOnlyList<Device> phones)
    {
        List<string> sentences = [Lead(state)];
        if (state == KeyExpirationState.Active)
            sentences.AddRange(Refusing());
        if (user.IsErased)
            return [.. sentences, "The user was erased."];
        // A deactivated account may pass no entry; which unit is let does not matter then.
        sentences.AddRange(outlook.Eligibility.Obstacles
            .Where(obstacle => obstacle != KeyObstacle.NoUnit || user.IsActive || units.Count == 0)
            .Select(obstacle => Obstacle(obstacle, units, phones)));
        if (outlook.Eligibility.First == null)
            sentences.Add(state == KeyExpirationState.Active ? $"The app renews the key {Where()}."
                : $"Nothing stands in the way of a new one: the app fetches it {Where()}.");
        return sentences;
    }

    /// <summary>The state of a key in words: valid, expired, revoked, replaced or none.</summary>
    /// <param name="line">The entry with the key.</param>
    public string Key(EntryOutlook line) => line.Key switch
    {
        null => "no key yet",
        { State: KeyState.InForce } key when key.NotAfter > now => $"valid until {Moment(key.NotAfter)}",
        { State: KeyState.InForce } key => $"expired {Moment(key.NotAfter)}",
        { EndedFor: KeyEnd.LockRenewed or KeyEnd.KeysRetired } key => $"ended {Moment(key.EndedAt!.Value)}: {Why(key.EndedFor)}",
        { State: KeyState.Superseded } => "replaced by a newer key",
        { EndedAt: { } at } key => $"revoked {Moment(at)}: {Why(key.EndedFor)}",
        _ => "revoked",
    };

    /// <summary>What the lock answers to the key now, in words.</summary>
    public string Lock(EntryOutlook line)
    {
        if (line.Answer is not { } answer)
            return "does not open";
        string words = answer.Status == Status.Ok ? "opens" : $"refuses: {RefusedAt(line)}";
        return answer is { IsRetiring: true, Status: Status.Ok } ? $"{words}, until it has the notice that retires all its keys"
            : answer.IsWaiting ? $"{words}, at the latest when it has the notices that wait for it" : words;
    }

    /// <summary>The class of site.css for the lock's answer.</summary>
    public static string Style(EntryOutlook line) => line.Answer?.Status == Status.Ok ? "good" : "warn";

    private string Lead(KeyExpirationState state) => state switch
    {
        KeyExpirationState.Active => "The key is valid until then, even without signal.",
        KeyExpirationState.Expired => "The last key has expired; doors answer \"Expired\".",
        KeyExpirationState.Revoked when outlook.Revoked is { } key =>
            $"The last key was revoked {Moment(key.EndedAt!.Value)}{(outlook.RevokedBy.Length > 0 ? $" by {outlook.RevokedBy}" : "")}: "
            + $"{Why(key.EndedFor)}. Each lock refuses it as soon as it has the notice.",
        KeyExpirationState.Revoked => "The last key was revoked.",
        _ => "The user never had a key.",
    };

    /// <summary>Which valid keys the locks refuse at this moment.</summary>
    private IEnumerable<string> Refusing() => outlook.Entries
        .Where(line => line.Key?.State == KeyState.InForce
            && line.Answer!.Status is not (Status.Ok or Status.Expired))
        .GroupBy(line => (Why: Refused(line.Answer!), line.Answer!.IsWaiting))
        .Select(group => (group.Key.IsWaiting ? "" : "Now ") + string.Join(", ", group.Select(line => line.Entry.Name).Distinct())
            + (group.Select(line => line.Entry.Id).Distinct().Count() == 1 ? " refuses" : " refuse")
            + $" the key: {group.Key.Why}{(group.Key.IsWaiting ? ", at the latest when the notices that wait have arrived" : "")}.");

    /// <summary>Why the lock refuses the key of a line. The lock answers "expired" also to a key of an earlier tenancy.</summary>
    private string RefusedAt(EntryOutlook line) =>
        line.Answer!.Status == Status.Expired && line.Key!.NotAfter > now ? "the tenancy of the unit is a later one" : Refused(line.Answer);

    private string Refused(DoorAnswer answer) => answer.Status switch
    {
        Status.Expired => "expired",
        Status.NotYetValid => $"not valid before {Moment(answer.Moment)}",
        Status.ClockUnknown => "the lock does not know the time; the next visit sets it",
        Status.Revoked => "revoked",
        Status.Overlocked => "the unit is overlocked",
        Status.Lockdown => "lockdown of the entry",
        Status.OutsideHours => answer.Moment == 0
            ? "outside the access hours, with no opening before the key ends"
            : $"outside the access hours until {Moment(answer.Moment)}",
        _ => "the lock has another secret now and does not know the key",
    };

    private string Obstacle(KeyObstacle obstacle, IReadOnlyList<Unit> units, IReadOnlyList<Device> phones) => obstacle switch
    {
        KeyObstacle.NoPhone => phones.Count == 0
            ? "No phone is signed in. Create a sign-in code and give it to the user."
            : "No phone is signed in: the user's phones were signed out. Create a sign-in code and give it to the user.",
        KeyObstacle.AccountInactive => "The account is deactivated, so no new key is issued. Reactivate it first.",
        KeyObstacle.NoUnit => NoUnit(units),
        KeyObstacle.PaymentDue => "Rent is owed, so no new key is issued. Record the payment first.",
        _ => outlook.Eligibility.NextOpening is var opening and > 0
            ? $"It is outside the access hours, so no new key is issued before {Moment(opening)}."
            : "The access hours admit nothing in the next 14 days, so no new key is issued. Change the hours.",
    };

    private static string NoUnit(IReadOnlyList<Unit> units)
    {
        if (units.Count == 0)
            return "The user has no unit, so no new key is issued. Let a unit first.";
        Unit[] over = [.. units.Where(unit => unit.Lease?.EndsAt != null)];
        return over.Length == units.Count
            ? $"The lease of {string.Join(", ", over.Select(unit => unit.Name))} has ended, so no new key is issued. "
                + "Set a later last day, or move the user out."
            : "The user's units have no entry, so no new key is issued. Add the lock of the unit, of its building or of a gate.";
    }

    private string Where() => outlook.HereRule switch
    {
        HereRule.Off => "when the app has signal",
        HereRule.OnceADayWithout when outlook.HasWithoutHere =>
            "when the app has signal, once a day anywhere and otherwise at an entry of the site",
        _ => "when an entry is opened with signal: the phone must be at an entry of the site",
    };

    /// <summary>Why a key ended, in words.</summary>
    private static string Why(KeyEnd why) => why switch
    {
        KeyEnd.NewerKey => "a newer key replaced it",
        KeyEnd.Deactivated => "the account was deactivated",
        KeyEnd.Erased => "the user was erased",
        KeyEnd.PhoneLost => "a phone was reported lost",
        KeyEnd.PhoneSignedOut => "the phone was signed out",
        KeyEnd.HoursChanged => "the access hours changed",
        KeyEnd.MovedOut => "the user moved out",
        KeyEnd.LeaseEndSet => "the lease got an earlier end",
        KeyEnd.EntryChanged => "the entry was changed",
        KeyEnd.UnitChanged => "the unit was changed",
        KeyEnd.TenancyRaised => "the lock knew a later lease",
        KeyEnd.LockRenewed => "the lock got a new identity",
        KeyEnd.KeysRetired => "all keys of the lock were retired",
        KeyEnd.ClockCorrected => "the facility's clock was ahead when it was issued",
        _ => "the reason was not recorded",
    };

    private string Moment(long at) => Moments.Minute(at, time);
}
