using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>Lockdown of every lock at once.</summary>
public sealed class LockdownModel(FacilityDb db, EntryChange changes, LedgerStore ledgers, OfficeTrail trail) : PageModel
{
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

    /// <summary>Switches it.</summary>
    /// <param name="on">On or off.</param>
    public async Task<IActionResult> OnPostAsync(bool on)
    {
        int failed = 0;
        int changed = 0;
        foreach (long id in await db.Entries.Where(entry => entry.IsLockdown != on).Select(entry => entry.Id).ToListAsync())
        {
            try
            {
                await changes.RunAsync(id, entry =>
                {
                    EntryLockdown.Switch(entry, on, ledgers, trail);
                    return Task.CompletedTask;
                });
                changed++;
            }
            catch (EntryComplaint)
            {
                failed++;
            }
        }
        string said = on ? $"Lockdown: {changed} entries are being told." : $"The lockdown is lifted: {changed} entries are being told.";
        TempData["Said"] = failed == 0 ? said : $"{said} {failed} have too much waiting and were left as they are.";
        return Redirect("/Entries/Lockdown");
    }
}
