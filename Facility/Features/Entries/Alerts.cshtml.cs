using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>What locks or carriers did that somebody must look at.</summary>
public sealed class AlertsModel(FacilityDb db, SiteReader sites, FacilityClock clock, AlertClosing closing) : PageModel
{
    /// <summary>Alerts on a page.</summary>
    public const int PageSize = 50;

    /// <summary>The alerts shown.</summary>
    public List<Alert> Alerts { get; private set; } = [];

    /// <summary>Names of the locks.</summary>
    public Dictionary<long, string> EntryNames { get; private set; } = [];

    /// <summary>Names of those who closed.</summary>
    public Dictionary<long, string> StaffNames { get; private set; } = [];

    /// <summary>Whether closed ones are shown.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether there are more.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The words.</summary>
    public EntryWords Words { get; private set; } = null!;

    /// <summary>Shows them, the newest first.</summary>
    /// <param name="closed">Whether those that somebody has closed.</param>
    /// <param name="beforeAt">With closed ones: when the last of the page before was closed.</param>
    /// <param name="before">The last of the page before.</param>
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

    /// <summary>Somebody has looked at one.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="entryId">The page of the lock to go back to; null for this one.</param>
    public async Task<IActionResult> OnPostAsync(long id, long? entryId)
    {
        TempData["Said"] = (await closing.CloseAsync(id)).Words;
        return Redirect(entryId is { } entry ? $"/Entries/Details/{entry}" : "/Entries/Alerts");
    }
}
