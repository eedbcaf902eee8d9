using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>The page that puts the whole site into lockdown, or lifts it.</summary>
public sealed class LockdownModel(FacilityDb db, EntryRecords records) : PageModel
{
    private const int NamesMax = 10;

    /// <summary>The number of locks of the facility.</summary>
    public int Count { get; private set; }

    /// <summary>The number of locks in lockdown, including locks whose notice is waiting.</summary>
    public int LockedCount { get; private set; }

    /// <summary>The number of these locks that have not confirmed the lockdown.</summary>
    public int WaitingCount { get; private set; }

    /// <summary>Shows the state of the lockdown.</summary>
    public async Task OnGetAsync()
    {
        Count = await db.Entries.CountAsync();
        LockedCount = await db.Entries.CountAsync(entry => entry.IsLockdown);
        WaitingCount = await db.Entries.CountAsync(entry => entry.IsLockdown && entry.HasOpenItems);
    }

    /// <summary>Switches the lockdown of each lock. If one notice cannot be queued, the others are still switched.</summary>
    /// <param name="on">Whether to put the site into lockdown; otherwise the lockdown is lifted.</param>
    public async Task<IActionResult> OnPostAsync(bool on)
    {
        List<string> failed = [];
        int changed = 0;
        foreach (var row in await db.Entries.Where(entry => entry.IsLockdown != on).OrderBy(entry => entry.NameKey)
            .Select(entry => new { entry.Id, entry.Name }).ToListAsync())
        {
            try
            {
                if ((await records.LockdownAsync(row.Id, on)).IsDone)
                    changed++;
                else
                    failed.Add(row.Name);
            }
            catch (DbUpdateException)
            {
                failed.Add(row.Name);
            }
        }
        string said = on
            ? $"Lockdown: {changed} entries will get the notice."
            : $"The lockdown is lifted: {changed} entries will get the notice.";
        TempData["Said"] = said;
        if (failed.Count > 0)
        {
            string more = failed.Count > NamesMax ? $" and {failed.Count - NamesMax} more" : "";
            TempData["Refused"] =
                $"{failed.Count} were not changed: {string.Join(", ", failed.Take(NamesMax))}{more}. Too many notices are waiting "
                + "for them, or their records are damaged. Each entry's page says which.";
        }
        return Redirect("/Entries/Lockdown");
    }
}
