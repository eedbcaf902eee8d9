using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>Lockdown of every lock at once.</summary>
public sealed class LockdownModel(FacilityDb db, EntryChange changes, LedgerStore ledgers, OfficeTrail trail) : PageModel
{
    private const int NamesMax = 10;

    /// <summary>Locks of the facility.</summary>
    public int Count { get; private set; }

    /// <summary>Those in lockdown, or to be.</summary>
    public int LockedCount { get; private set; }

    /// <summary>Those of them that are not known to have heard of it.</summary>
    public int WaitingCount { get; private set; }

    /// <summary>Shows how it stands.</summary>
    public async Task OnGetAsync()
    {
        Count = await db.Entries.CountAsync();
        LockedCount = await db.Entries.CountAsync(entry => entry.IsLockdown);
        WaitingCount = await db.Entries.CountAsync(entry => entry.IsLockdown && entry.HasOpenItems);
    }

    /// <summary>Switches it; a lock that cannot be told stops none of the others.</summary>
    /// <param name="on">On or off.</param>
    public async Task<IActionResult> OnPostAsync(bool on)
    {
        List<string> failed = [];
        int changed = 0;
        foreach (var row in await db.Entries.Where(entry => entry.IsLockdown != on).OrderBy(entry => entry.Id)
            .Select(entry => new { entry.Id, entry.Name }).ToListAsync())
        {
            try
            {
                ChangeAnswer answer = await changes.RunAsync(row.Id, entry =>
                {
                    EntryLockdown.Switch(entry, on, ledgers, trail);
                    return Task.FromResult("");
                });
                if (answer.IsDone)
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
                $"{failed.Count} were not changed: {string.Join(", ", failed.Take(NamesMax))}{more}. Too many notices wait for them, or "
                + "what the facility knows of them is damaged; the page of each says which.";
        }
        return Redirect("/Entries/Lockdown");
    }
}
