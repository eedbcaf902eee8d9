using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>The page that adds a lock.</summary>
public sealed class AddModel(ILockLinkFactory links, EntryChange changes) : PageModel
{
    /// <summary>What is wrong with the form, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>The form as the member filled it in.</summary>
    [BindProperty]
    public EntryForm Form { get; set; } = new();

    /// <summary>The number that the member typed.</summary>
    [BindProperty]
    public string Number { get; set; } = "";

    /// <summary>Adds the lock.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        Complaint = Form.Complaint(links);
        bool isNumber = uint.TryParse(Number, out uint id) && id > 0;
        if (!isNumber)
            Complaint ??= "The lock number is 1 to 4294967295. Use the number in lockctl's list of locks.";
        if (Complaint != null)
            return Page();
        ChangeAnswer answer = await changes.AddAsync(id, Form);
        if (!answer.IsDone)
        {
            Complaint = answer.Words;
            return Page();
        }
        TempData["Said"] = answer.Words;
        return Redirect($"/Entries/Details/{id}");
    }
}
