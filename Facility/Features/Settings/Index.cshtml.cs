using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Settings;
using LockFirmware.LockLink;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LockFirmware.Facility.Features.Settings;

/// <summary>The facility's settings.</summary>
public sealed class IndexModel(SiteReader reader, SiteSettings settings, ClockConfirmation confirmation, FacilityClock clock) : PageModel
{
    /// <summary>The values of the form.</summary>
    public SettingsForm Form { get; private set; } = null!;

    /// <summary>What is wrong with the form, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>When the time zone stops following the locks' rule, as text; null if it does not.</summary>
    public string? Difference { get; private set; }

    /// <summary>The time zones to choose from. The current one is first if the system does not know it.</summary>
    public IEnumerable<string> Zones => ZoneChoice.Names.Contains(Form.Zone) ? ZoneChoice.Names : ZoneChoice.Names.Prepend(Form.Zone);

    /// <summary>The newest stored time, if the clock is behind it, as text; null if it is not.</summary>
    public string? Ahead { get; private set; }

    /// <summary>The current time, as text.</summary>
    public string Now { get; private set; } = "";

    /// <summary>Shows the settings.</summary>
    public async Task OnGetAsync()
    {
        LocalTime time = await reader.LocalTimeAsync();
        Ahead = await confirmation.AheadAsync() is { } newest ? Moments.Minute(newest, time) : null;
        Now = Moments.Minute(clock.Now, time);
        SiteRow site = await reader.RowAsync();
        Form = new SettingsForm(site.Name, site.Zone, site.Holidays, site.KeyLifetimeHours, site.HereRule, site.ActivityDays,
            site.SignalPlace);
        Difference =
            ZoneChoice.FirstDifference(SiteReader.ZoneOf(site), site.Zone, clock.Now) is { } differs ? Moments.Utc(differs) : null;
    }

    /// <summary>Confirms that the clock is right and was ahead before.</summary>
    public async Task<IActionResult> OnPostClockAsync()
    {
        ChangeAnswer answer = await confirmation.RunAsync();
        TempData["Said"] = answer.Words;
        return RedirectToPage();
    }

    /// <summary>Changes the settings.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, string? zone, string? holidays, int? lifetime, HereRule? here,
        int? activityDays, string? signalPlace)
    {
        SettingsForm form =
            new(name ?? "", zone ?? "", (holidays ?? "").Replace("\r", "", StringComparison.Ordinal), lifetime ?? 0, here
                ?? (HereRule)(-1), activityDays ?? -1, signalPlace ?? "");
        SettingsChange change = await settings.ChangeAsync(form);
        if (change.Complaint != null)
        {
            Complaint = change.Complaint;
            Form = form;
            return Page();
        }
        TempData["Said"] = change.ToldCount switch
        {
            0 => "Saved.",
            1 => "Saved. One lock will get the change at the gateway's next visit or from the next phone.",
            _ => $"Saved. {change.ToldCount} locks will get the change at the gateway's next visits or from phones.",
        };
        return RedirectToPage();
    }
}
