using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>The steps of the security check, in their order.</summary>
internal static class Checks
{
    public const string Identity = "identity";
    public const string Units = "units";
    public const string Payment = "payment";
    public const string Hours = "hours";
    public const string Connection = "connection";
}

/// <summary>What a phone may get after every step has passed.</summary>
/// <param name="User">Tracked.</param>
/// <param name="Device">Tracked.</param>
/// <param name="Entries">The entries that the user may pass.</param>
/// <param name="Windows">The user's access hours.</param>
/// <param name="IsWithoutHere">Whether this is the one request of the day that needs no answer of an entry.</param>
internal sealed record Cleared(User User, Device Device, IReadOnlyList<PassableEntry> Entries, AccessWindows Windows, bool IsWithoutHere);

/// <summary>
/// The security check before a key: identity, unit(s), payment, scheduled access hours, connection to the facility, in this
/// order.
/// </summary>
internal sealed class SecurityCheck(
    FacilityDb db, KeyEligibility eligibility, SiteReader site, PresenceChallenges here, FacilityClock clock)
{
    private bool _isHereJudged;
    private Refusal? _hereRefusal;

    /// <summary>Runs the steps.</summary>
    /// <param name="caller">The phone.</param>
    /// <param name="proof">The proof that it is on the site; null for none. It is used up once, also if the check runs again.</param>
    /// <returns>What it may get, or the first refusal.</returns>
    public async Task<(Cleared? Cleared, Refusal? Refusal)> RunAsync(PhoneCaller caller, HereProof? proof)
    {
        Device? device = await db.Devices.Include(row => row.User!.Schedule)
            .SingleOrDefaultAsync(row => row.Id == caller.DeviceId && row.UserId == caller.UserId);
        if (device == null)
            return (null, await RefusalOfAsync(KeyObstacle.NoPhone, 0));
        Eligibility found = await eligibility.OfAsync(device.User!, hasPhone: device.RevokedAt == null);
        if (found.First is { } obstacle)
            return (null, await RefusalOfAsync(obstacle, found.NextOpening));
        (bool isWithoutHere, Refusal? refusal) = await ConnectionAsync(device, proof);
        return refusal != null
            ? (null, refusal)
            : (new Cleared(device.User!, device, found.Entries, found.Windows, isWithoutHere), null);
    }

    private async Task<Refusal> RefusalOfAsync(KeyObstacle obstacle, uint opening) =>
        RefusalOf(obstacle, opening, opening == 0 ? "" : Moments.Minute(opening, await site.LocalTimeAsync()));

    /// <summary>The refusal for what stands in the way of a key.</summary>
    /// <param name="obstacle">What it is.</param>
    /// <param name="opening">When the access hours begin again, seconds since 2020-01-01T00:00:00Z; 0 if they do not soon.</param>
    /// <param name="when">The same as a text for people.</param>
    internal static Refusal RefusalOf(KeyObstacle obstacle, uint opening = 0, string when = "") => obstacle switch
    {
        KeyObstacle.NoPhone => No(Checks.Identity, Refusal.Codes.DeviceRevoked,
            "This phone was signed out. Ask the office for a sign-in code and sign in again."),
        KeyObstacle.AccountInactive => No(Checks.Identity, Refusal.Codes.AccountInactive, "The account is deactivated. Ask the office."),
        KeyObstacle.NoUnit => No(Checks.Units, Refusal.Codes.NoUnit,
            "This account has no unit with an entry. Ask the office which unit is yours."),
        KeyObstacle.PaymentDue => No(Checks.Payment, Refusal.Codes.PaymentDue,
            "Rent is owed, so no key is issued and the unit is overlocked. Pay at the office, then try again."),
        _ => No(Checks.Hours, Refusal.Codes.OutsideHours, opening == 0
            ? "There are no access hours in the next 14 days. Ask the office."
            : $"It is outside the access hours. Come back {when}.",
            opening == 0 ? null : opening),
    };

    private async Task<(bool IsWithoutHere, Refusal? Refusal)> ConnectionAsync(Device device, HereProof? proof)
    {
        HereRule rule = (await site.RowAsync()).HereRule;
        if (rule == HereRule.Off)
            return (false, null);
        if (proof == null)
        {
            return rule == HereRule.OnceADayWithout && KeyOutlooks.IsFirstOfDay(device, clock.Now, SiteReader.ZoneOf(await site.RowAsync()))
                ? (true, null)
                : (false, PresenceChallenges.NotHere);
        }
        // Judging the answer uses it up, and the check runs again if others changed the same rows. So it is judged once.
        if (!_isHereJudged)
            _hereRefusal = await here.JudgeAsync(device.Id, proof);
        _isHereJudged = true;
        return (false, _hereRefusal);
    }

    private static Refusal No(string check, string code, string reason, long? opening = null) =>
        new() { Check = check, Code = code, Reason = reason, NextOpening = opening };
}
