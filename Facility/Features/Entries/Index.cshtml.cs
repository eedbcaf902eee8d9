using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>The locks of the facility.</summary>
public sealed class IndexModel(FacilityDb db, SiteReader sites, FacilityClock clock) : PageModel
{
    /// <summary>The number of locks on a page.</summary>
    public const int PageSize = 50;

    /// <summary>The locks shown.</summary>
    public List<Entry> Entries { get; private set; } = [];

    /// <summary>The number of open alerts for each lock.</summary>
    public Dictionary<long, int> OpenAlerts { get; private set; } = [];

    /// <summary>The number of open alerts of all locks.</summary>
    public int OpenAlertCount { get; private set; }

    /// <summary>Whether only locks that need attention are shown.</summary>
    public bool IsOnlyTrouble { get; private set; }

    /// <summary>The key of the name after which the next page starts; null on the last page.</summary>
    public string? Next { get; private set; }

    /// <summary>The texts about locks.</summary>
    public EntryWords Words { get; private set; } = null!;

    /// <summary>Shows the list.</summary>
    /// <param name="after">The key of the last name of the previous page.</param>
    /// <param name="trouble">Whether to show only locks that need attention.</param>
    public async Task OnGetAsync(string after = "", bool trouble = false)
    {
        IsOnlyTrouble = trouble;
        Words = new EntryWords(await sites.LocalTimeAsync(), clock.Now);
        long silentSince = (long)clock.Now - LockTime.SecondsPerDay;
        IQueryable<Entry> rows = db.Entries.AsNoTracking();
        string shown = after.Replace("\0", "");
        if (shown.Length > 0)
            rows = rows.Where(entry => string.Compare(entry.NameKey, shown) > 0);
        if (trouble)
        {
            rows = rows.Where(entry => entry.LastError != "" || entry.ContactAt == null || entry.ContactAt < silentSince
                || entry.Address == ""
                || (entry.Door & EntryWords.TroubleBits) != 0 || entry.Trust != ClockTrust.Set
                || db.Alerts.Any(alert => alert.ClosedAt == null && alert.EntryId == entry.Id));
        }
        Entries = await rows.OrderBy(entry => entry.NameKey).Take(PageSize + 1).ToListAsync();
        if (Entries.Count > PageSize)
        {
            Entries.RemoveAt(PageSize);
            Next = Entries[^1].NameKey;
        }
        OpenAlerts = await db.Alerts.Where(alert => alert.ClosedAt == null).GroupBy(alert => alert.EntryId)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count);
        OpenAlertCount = OpenAlerts.Values.Sum();
    }
}
