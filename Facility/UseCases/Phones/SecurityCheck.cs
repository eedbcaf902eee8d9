using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
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
internal sealed class SecurityCheck(FacilityDb db, SiteReader site, PresenceChallenges here, FacilityClock clock)
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
        if (device == null || device.RevokedAt != null)
            return No(Checks.Identity, Refusal.Codes.DeviceRevoked,
                "This phone was signed out. Ask the office for a sign-in code and sign in again.");
        User user = device.User!;
        if (!user.IsActive || user.IsErased)
            return No(Checks.Identity, Refusal.Codes.AccountInactive, "The account is deactivated. Ask the office.");
        IReadOnlyList<PassableEntry> entries = await PassableAsync(user);
        if (entries.Count == 0)
            return No(Checks.Units, Refusal.Codes.NoUnit,
                "This account has no unit with an entry. Ask the office which unit is yours.");
        if (user.IsDelinquent)
            return No(Checks.Payment, Refusal.Codes.PaymentDue,
                "Rent is owed, so no key is issued and the unit is overlocked. Pay at the office, then try again.");
        AccessWindows windows = WindowsOf(user.Schedule!);
        if (await OutsideAsync(windows) is { } outside)
            return (null, outside);
        (bool isWithoutHere, Refusal? refusal) = await ConnectionAsync(device, proof);
        return refusal != null ? (null, refusal) : (new Cleared(user, device, entries, windows, isWithoutHere), null);
    }

    /// <summary>The entries that the user may pass. Only possible entries are read, because a facility can have many.</summary>
    private async Task<IReadOnlyList<PassableEntry>> PassableAsync(User user)
    {
        List<Lease> leases = await AccessEntitlement.OpenLeases(db, user.Id, clock.Now).ToListAsync();
        if (leases.Count == 0)
            return [];
        string[] buildings = [.. leases.Select(lease => lease.Unit!.Building).Where(building => building.Length > 0).Distinct()];
        long[] own = [.. leases.Select(lease => lease.Unit!.EntryId).OfType<long>()];
        List<Entry> entries = await db.Entries
            .Where(entry => entry.Kind == EntryKind.Gate || (entry.Kind == EntryKind.BuildingDoor && buildings.Contains(entry.Building))
                || own.Contains(entry.Id))
            .OrderBy(entry => entry.Id).ToListAsync();
        return AccessEntitlement.For(user, leases, entries);
    }

    private static AccessWindows WindowsOf(Schedule schedule)
    {
        AccessWindows windows = new();
        return WindowText.TryRead(WeekHours.Lines(schedule.Windows), windows) is { } slip
            ? throw new InvalidDataException($"The access hours \"{schedule.Name}\" cannot be read: {slip.Complaint}")
            : windows;
    }

    private async Task<Refusal?> OutsideAsync(AccessWindows windows)
    {
        LockConfiguration configuration = new();
        EntryMaker.Fill(configuration, await site.RowAsync(), new Entry { Name = "" });
        uint now = clock.Now;
        if (AccessHours.Admits(windows, configuration.Calendar, now))
            return null;
        uint opening = AccessHours.NextOpening(windows, null, configuration.Calendar, now, uint.MaxValue);
        LocalTime time = await site.LocalTimeAsync();
        return new Refusal
        {
            Code = Refusal.Codes.OutsideHours,
            Check = Checks.Hours,
            Reason = opening == 0
                ? "There are no access hours in the next 14 days. Ask the office."
                : $"It is outside the access hours. Come back {OfflineKeyExpiration.Moment(opening, time)}.",
            NextOpening = opening == 0 ? null : opening,
        };
    }

    private async Task<(bool IsWithoutHere, Refusal? Refusal)> ConnectionAsync(Device device, HereProof? proof)
    {
        HereRule rule = (await site.RowAsync()).HereRule;
        if (rule == HereRule.Off)
            return (false, null);
        if (proof == null)
            return rule == HereRule.OnceADayWithout && await IsFirstOfDayAsync(device) ? (true, null) : (false, PresenceChallenges.NotHere);
        // Judging the answer uses it up, and the check runs again if others changed the same rows. So it is judged once.
        if (!_isHereJudged)
            _hereRefusal = await here.JudgeAsync(device.Id, proof);
        _isHereJudged = true;
        return (false, _hereRefusal);
    }

    private async Task<bool> IsFirstOfDayAsync(Device device)
    {
        LocalTime time = await site.LocalTimeAsync();
        return device.KeyWithoutHereAt is not { } last || time.Of((uint)last).Date != time.Of(clock.Now).Date;
    }

    private static (Cleared?, Refusal?) No(string check, string code, string reason) =>
        (null, new Refusal { Check = check, Code = code, Reason = reason });
}
