using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Activity;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Settings;

/// <summary>The values of the settings form.</summary>
/// <param name="Name">The facility's name.</param>
/// <param name="Zone">The time zone's IANA name.</param>
/// <param name="Holidays">Dates like 2026-12-25, one per line.</param>
/// <param name="KeyLifetimeHours">The key lifetime, hours, 1..8760.</param>
/// <param name="HereRule">Whether a phone must be at the site to get a key.</param>
/// <param name="ActivityDays">How long activity is kept, days, 30..3650; 0 for no limit.</param>
/// <param name="SignalPlace">Where on the site a phone has signal; empty for not named.</param>
public sealed record SettingsForm(string Name, string Zone, string Holidays, int KeyLifetimeHours, HereRule HereRule, int ActivityDays,
    string SignalPlace);

/// <summary>The result of a change of the settings.</summary>
/// <param name="Complaint">Why nothing was changed, as a text for people; null if the change is done.</param>
/// <param name="ToldCount">How many locks will get a notice.</param>
public sealed record SettingsChange(string? Complaint, int ToldCount = 0) : IChangeAnswer
{
    /// <inheritdoc/>
    public bool IsDone => Complaint == null;
}

/// <summary>Changes the facility's settings. If time zone or holidays change, each lock gets a notice in the same transaction.</summary>
public sealed class SiteSettings(FacilityDb db, ChangeRunner runner, LedgerStore ledgers, LeaseEnds leaseEnds, OfficeTrail trail)
{
    private const int NameLengthMax = 100;

    /// <summary>Changes the settings.</summary>
    public Task<SettingsChange> ChangeAsync(SettingsForm form) => runner.RunAsync(async () =>
    {
        SiteRow site = await db.Sites.SingleAsync();
        string name = form.Name.Trim();
        if (name.Length is 0 or > NameLengthMax)
            return new SettingsChange("Give the facility a name of at most 100 characters.");
        string place = form.SignalPlace.Trim();
        if (place.Length > NameLengthMax)
            return new SettingsChange($"Say in at most {NameLengthMax} characters where a phone has signal.");
        if (form.KeyLifetimeHours is < 1 or > UnknownKeys.LifetimeHoursMax)
            return new SettingsChange($"The key lifetime is 1 to {UnknownKeys.LifetimeHoursMax} hours.");
        if (!Enum.IsDefined(form.HereRule))
            return new SettingsChange("Choose whether a phone must be at the site.");
        if (form.ActivityDays is not 0 and (< ActivityRetention.DaysMin or > ActivityRetention.DaysMax))
            return new SettingsChange(
                $"Activity can be kept {ActivityRetention.DaysMin} to {ActivityRetention.DaysMax} days, or 0 to keep it forever.");
        if (ReadHolidays(form.Holidays, out string holidays) is { } complaint)
            return new SettingsChange(complaint);
        string? rule = ZoneChoice.RuleOf(form.Zone) is { } bytes ? Convert.ToHexString(bytes) : form.Zone == site.Zone
            ? site.ZoneRule
            : null;
        if (rule == null)
            return new SettingsChange($"This system has no time zone \"{form.Zone}\" that a lock can follow. Choose one from the list.");
        bool mustTell = rule != site.ZoneRule || holidays != site.Holidays;
        string words = Words(site, form with { Name = name, Holidays = holidays, SignalPlace = place });
        if (words.Length == 0 && !mustTell)
            return new SettingsChange(null);
        ZoneRule before = SiteReader.ZoneOf(site);
        (site.Name, site.Zone, site.ZoneRule, site.Holidays) = (name, form.Zone, rule, holidays);
        (site.KeyLifetimeHours, site.HereRule, site.ActivityDays) = (form.KeyLifetimeHours, form.HereRule, form.ActivityDays);
        site.SignalPlace = place;
        if (await leaseEnds.KeepDaysAsync(before, SiteReader.ZoneOf(site)) is { } refusal)
            return new SettingsChange(refusal.Words);
        int told = 0;
        if (mustTell && await TellAsync(site) is var (count, full))
        {
            if (full != null)
                return new SettingsChange(
                    $"Too many notices wait for {full}, so nothing was changed. Let the gateway reach it, then try again.");
            told = count;
        }
        trail.Add(AuditAction.SettingsChanged, words.Length == 0 ? "the zone's rule" : words);
        return new SettingsChange(null, told);
    });

    /// <summary>Queues a notice with time zone and holidays for every lock.</summary>
    /// <returns>The number of locks, and the name of a lock that can take no more notices; null if there is none.</returns>
    private async Task<(int Count, string? Full)> TellAsync(SiteRow site)
    {
        List<Entry> entries = await db.Entries.ToListAsync();
        await ledgers.LoadAsync(entries);
        foreach (Entry entry in entries)
        {
            LockConfiguration configuration = new();
            EntryMaker.Fill(configuration, site, entry);
            if (!await ledgers.QueueAsync(entry, ledger => ledger.Configure(configuration)))
                return (0, entry.Name);
        }
        return (entries.Count, null);
    }

    private static string? ReadHolidays(string text, out string lines)
    {
        string[] dates =
            [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()
                .Order(StringComparer.Ordinal)];
        lines = string.Join('\n', dates);
        try
        {
            Holidays.Read(dates);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private static string Words(SiteRow site, SettingsForm form)
    {
        List<string> words = [];
        Add("name", site.Name, form.Name);
        Add("zone", site.Zone, form.Zone);
        Add("holidays", site.Holidays.Replace('\n', ' '), form.Holidays.Replace('\n', ' '));
        Add("key lifetime", $"{site.KeyLifetimeHours} h", $"{form.KeyLifetimeHours} h");
        Add("activity kept", Kept(site.ActivityDays), Kept(form.ActivityDays));
        Add("on the site", $"{site.HereRule}", $"{form.HereRule}");
        Add("signal", site.SignalPlace, form.SignalPlace);
        return string.Join("; ", words);

        static string Kept(int days) => days == 0 ? "for ever" : $"{days} days";

        void Add(string what, string before, string after)
        {
            if (before != after)
                words.Add($"{what}: {(before.Length == 0 ? "none" : before)} -> {(after.Length == 0 ? "none" : after)}");
        }
    }
}
