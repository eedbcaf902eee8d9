using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Schedules;

/// <summary>The page that creates, changes or deletes access hours.</summary>
public sealed class EditModel(FacilityDb db, ScheduleChanges changes) : PageModel
{
    /// <summary>The access hours; null for new ones.</summary>
    public long? Id { get; private set; }

    /// <summary>The name of the access hours.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The windows, one per line.</summary>
    public string Windows { get; private set; } = "";

    /// <summary>What is wrong, one sentence for each mistake.</summary>
    public IReadOnlyList<string> Complaints { get; private set; } = [];

    /// <summary>The hours for the picture; null if the windows cannot be read.</summary>
    public WeekHours? Hours { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id)
    {
        Id = id;
        if (id == null)
            return Page();
        if (await db.Schedules.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id) is not { } schedule)
            return NotFound();
        Show(schedule.Name, schedule.Windows);
        return Page();
    }

    /// <summary>Saves the access hours, or only shows their picture.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, string? name, string? windows, bool doKeysRunOut, bool isPreview)
    {
        Id = id;
        Show((name ?? "").Trim(), windows ?? "");
        Complaints = ScheduleChanges.Slips(Windows);
        if (isPreview || Complaints.Count > 0)
            return Page();
        ChangeAnswer answer = await changes.SaveAsync(id, Name, Windows, doKeysRunOut);
        if (answer == ScheduleChanges.NoSchedule)
            return NotFound();
        if (!answer.IsDone)
        {
            Complaints = [answer.Words];
            return Page();
        }
        TempData["Said"] = answer.Words;
        return Redirect("/Schedules");
    }

    /// <summary>Deletes the access hours.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id)
    {
        ChangeAnswer answer = await changes.DeleteAsync(id);
        TempData[answer.IsDone ? "Said" : "Refused"] = answer.Words;
        return Redirect("/Schedules");
    }

    private void Show(string name, string windows)
    {
        Name = name;
        Windows = windows;
        AccessWindows read = new();
        Hours = WindowText.TryRead(WeekHours.Lines(windows), read) == null ? new WeekHours(read) : null;
    }
}
