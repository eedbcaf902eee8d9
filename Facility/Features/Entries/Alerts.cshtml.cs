using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>The page of alerts.</summary>
public sealed class AlertsModel(FacilityDb db, SiteReader sites, FacilityClock clock, AlertClosing closing) : PageModel
{
    /// <summary>The number of alerts on a page.</summary>
    public const int PageSize = 50;

    /// <summary>The alerts shown.</summary>
    public List<Alert> Alerts { get; private set; } = [];

    /// <summary>Names of the locks.</summary>
    public Dictionary<long, string> EntryNames { get; private set; } = [];

    /// <summary>Names of the members who closed the alerts.</summary>
    public Dictionary<long, string> StaffNames { get; private set; } = [];

    /// <summary>Whether closed alerts are shown.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether there are more.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The texts about locks.</summary>
    public EntryWords Words { get; private set; } = null!;

    /// <summary>Shows the alerts, the newest first.</summary>
    /// <param name="closed">Whether to show closed alerts instead of open ones.</param>
    /// <param name="beforeAt">For closed alerts: when the last alert of the previous page was closed.</param>
    /// <param name="before">The number of the last alert of the previous page.</param>
    public async Task OnGetAsync(bool closed = false, long beforeAt = long.MaxValue, long before = long.MaxValue)
    {
        IsClosed = closed;
        Words = new EntryWords(await sites.LocalTimeAsync(), clock.Now);
        IQueryable<Alert> rows = db.Alerts.AsNoTracking();
        rows = closed
            ? rows.Where(row => row.ClosedAt < beforeAt || (row.ClosedAt == beforeAt && row.Id < before))
            .OrderByDescending(row => row.ClosedAt).ThenByDescending(row => row.Id)
            : rows.Where(row => row.ClosedAt == null && row.Id < before).OrderByDescending(row => row.Id);
        Alerts = await rows.Take(PageSize + 1).ToListAsync();
        HasMore = Alerts.Count > PageSize;
        if (HasMore)
            Alerts.RemoveAt(PageSize);
        long[] entries = [.. Alerts.Select(row => row.EntryId).Distinct()];
        EntryNames = await db.Entries.Where(row => entries.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name);
        long[] members = [.. Alerts.Where(row => row.ClosedBy != null).Select(row => row.ClosedBy!.Value).Distinct()];
        StaffNames = await db.Staff.Where(row => members.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name);
    }

    /// <summary>Closes an alert.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="entryId">The lock whose page is shown afterwards; null for this page.</param>
    public async Task<IActionResult> OnPostAsync(long id, long? entryId)
    {
        TempData["Said"] = (await closing.CloseAsync(id)).Words;
        return Redirect(entryId is { } entry ? $"/Entries/Details/{entry}" : "/Entries/Alerts");
    }
}
