using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>A new lock.</summary>
public sealed class AddModel(FacilityDb db, ILockLinkFactory links, OfficeTrail trail, GatewayBell bell) : PageModel
{
    /// <summary>What is wrong with what was filled in; null for nothing.</summary>
    public string? Complaint { get; private set; }

    /// <summary>What was filled in.</summary>
    [BindProperty]
    public EntryForm Form { get; set; } = new();

    /// <summary>The number filled in.</summary>
    [BindProperty]
    public string Number { get; set; } = "";

    /// <summary>Adds it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        Complaint = Form.Complaint(links);
        bool isNumber = uint.TryParse(Number, out uint id) && id > 0;
        if (!isNumber)
            Complaint ??= "The number of a lock is 1 to 4294967295: the one it has in lockctl's list of locks.";
        else if (await db.Entries.AnyAsync(entry => entry.Id == id))
            Complaint ??= $"There is an entry {id} already.";
        if (Complaint != null)
            return Page();
        Entry entry = EntryMaker.Make(id, Form.Name.Trim(), Form.Kind);
        Form.Fill(entry);
        db.Entries.Add(entry);
        trail.Add("entry-added", $"{entry.Name} ({entry.Id}), {EntryWords.Kind(entry.Kind)}.", entryId: entry.Id);
        await db.SaveChangesAsync();
        bell.Ring();
        TempData["Said"] = $"{entry.Name} is added.";
        return Redirect($"/Entries/Details/{entry.Id}");
    }
}
