using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Units;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Units;

/// <summary>The page that creates or changes a unit.</summary>
public sealed class EditModel(FacilityDb db, UnitRecords records) : PageModel
{
    /// <summary>The unit; null for a new one.</summary>
    public long? Id { get; private set; }

    /// <summary>The unit's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The unit's building.</summary>
    public string Building { get; private set; } = "";

    /// <summary>The lock at the unit's door.</summary>
    public long? EntryId { get; private set; }

    /// <summary>The locks that are not the door of another unit.</summary>
    public IReadOnlyList<Entry> Entries { get; private set; } = [];

    /// <summary>The existing buildings.</summary>
    public IReadOnlyList<string> Buildings { get; private set; } = [];

    /// <summary>What is wrong, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id)
    {
        Id = id;
        if (id != null)
        {
            if (await db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id) is not { } unit)
                return NotFound();
            (Name, Building, EntryId) = (unit.Name, unit.Building, unit.EntryId);
        }
        await LoadAsync();
        return Page();
    }

    /// <summary>Saves the form.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, string? name, string? building, long? entryId)
    {
        (Id, Name, Building, EntryId) = (id, (name ?? "").Trim(), (building ?? "").Trim(), entryId);
        ChangeAnswer answer = await records.SaveAsync(id, Name, Building, entryId);
        if (answer == LeaseService.NoUnit)
            return NotFound();
        if (!answer.IsDone)
        {
            Complaint = answer.Words;
            await LoadAsync();
            return Page();
        }
        TempData["Said"] = answer.Words;
        return Redirect(id == null ? "/Units" : $"/Units/Details?id={id}");
    }

    private async Task LoadAsync()
    {
        Entries = [.. (await db.Entries.AsNoTracking()
            .Where(entry => entry.Kind == EntryKind.Unit && !db.Units.Any(unit => unit.EntryId == entry.Id && unit.Id != (Id ?? 0)))
            .ToListAsync()).InOrder(entry => entry.Name)];
        Buildings = [.. (await db.Units.Select(unit => unit.Building).Union(db.Entries.Select(entry => entry.Building))
            .Where(name => name != "")
            .ToListAsync()).InOrder(name => name)];
    }
}
