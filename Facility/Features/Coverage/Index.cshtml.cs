using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Coverage;

/// <summary>Which gateway hears which lock how well, so that somebody can decide where the next gateway goes.</summary>
public sealed class IndexModel(FacilityDb db, SiteReader sites, HearingStore hearing, GatewayRemoval removal, GatewaySettings settings)
    : PageModel
{
    /// <summary>The number of locks on a page.</summary>
    public const int PageSize = 50;

    /// <summary>The locks shown, the worst reached first.</summary>
    public List<CoverageLine> Lines { get; private set; } = [];

    /// <summary>The gateways that have ever reported.</summary>
    public List<GatewayRow> Gateways { get; private set; } = [];

    /// <summary>For each gateway, the number of locks that it hears, and of those that it hears best.</summary>
    public Dictionary<string, (int Heard, int Best)> Counts { get; } = [];

    /// <summary>The number of locks for each degree of reach.</summary>
    public Dictionary<Reach, int> Reaches { get; private set; } = [];

    /// <summary>The number of the page, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether there is a next page.</summary>
    public bool HasNext { get; private set; }

    /// <summary>Which reports count.</summary>
    public ReportWindow Window { get; private set; } = null!;

    /// <summary>For how many minutes a report counts.</summary>
    public int CountsMinutes => settings.HeardSeconds / 60;

    /// <summary>The texts.</summary>
    public CoverageWords Words { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    /// <param name="part">The number of the page, from 1.</param>
    public async Task OnGetAsync(int part = 1)
    {
        Window = hearing.Window;
        Words = new CoverageWords(await sites.LocalTimeAsync(), Window);
        Gateways = await db.Gateways.AsNoTracking().OrderBy(row => row.Name).ToListAsync();
        var locks = await HearingStore.OverBluetooth(db.Entries).OrderBy(entry => entry.NameKey)
            .Select(entry => new { entry.Id, entry.Name }).ToListAsync();
        var fresh = await Window.Of(db.Heard).Select(row => new { row.EntryId, row.Gateway, row.Signal }).ToListAsync();
        Dictionary<long, int> best = fresh.GroupBy(row => row.EntryId).ToDictionary(same => same.Key, same => same.Max(row => row.Signal));
        foreach (GatewayRow gateway in Gateways)
            Counts[gateway.Name] = (fresh.Count(row => row.Gateway == gateway.Name),
                fresh.Count(row => row.Gateway == gateway.Name && row.Signal == best[row.EntryId]));
        int? BestOf(long id) => best.TryGetValue(id, out int signal) ? signal : null;
        Reaches = locks.CountBy(one => CoverageLine.ReachOf(BestOf(one.Id))).ToDictionary();
        Number = Math.Clamp(part, 1, 1 + Math.Max(0, locks.Count - 1) / PageSize);
        var shown = locks.OrderBy(one => CoverageLine.ReachOf(BestOf(one.Id))).ThenBy(one => BestOf(one.Id) ?? 0)
            .Skip((Number - 1) * PageSize).Take(PageSize + 1).ToList();
        HasNext = shown.Count > PageSize;
        long[] ids = [.. shown.Take(PageSize).Select(one => one.Id)];
        ILookup<long, HeardRow> rows = (await db.Heard.AsNoTracking().Where(row => ids.Contains(row.EntryId)).ToListAsync())
            .ToLookup(row => row.EntryId);
        Lines = [.. shown.Take(PageSize).Select(one => new CoverageLine(one.Id, one.Name, CoverageLine.ReachOf(BestOf(one.Id)),
            [.. rows[one.Id].Where(row => Window.Contains(row.HeardAt)).OrderByDescending(row => row.Signal).ThenBy(row => row.Gateway)],
            rows[one.Id].MaxBy(row => row.HeardAt), rows[one.Id].Where(row => row.VisitedAt != null).MaxBy(row => row.VisitedAt)))];
    }

    /// <summary>Removes a gateway that no longer reports.</summary>
    /// <param name="name">Its name.</param>
    public async Task<IActionResult> OnPostRemoveAsync(string name)
    {
        ChangeAnswer answer = await removal.RemoveAsync(name ?? "");
        TempData[answer.IsDone ? "Said" : "Refused"] = answer.Words;
        return Redirect("/Coverage");
    }
}
