using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Users;

/// <summary>The page that creates a user, or changes name and addresses.</summary>
public sealed class EditModel(FacilityDb db, UserRecords records) : PageModel
{
    /// <summary>The user; null for a new one.</summary>
    public long? Id { get; private set; }

    /// <summary>The values of the form.</summary>
    public UserIdentity Identity { get; private set; } = new("", "", "");

    /// <summary>The access hours to choose from, for a new user.</summary>
    public IReadOnlyList<Schedule> Schedules { get; private set; } = [];

    /// <summary>What is wrong, as a text for people; null if nothing is.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id)
    {
        Id = id;
        await LoadAsync();
        if (id == null)
            return Page();
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && !row.IsErased) is not { } user)
            return NotFound();
        Identity = new UserIdentity(user.Name, user.Email, user.Phone);
        return Page();
    }

    /// <summary>Saves the form.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, string? name, string? email, string? phone, long scheduleId)
    {
        Id = id;
        Identity = new UserIdentity((name ?? "").Trim(), (email ?? "").Trim(), (phone ?? "").Trim());
        ChangeAnswer answer;
        long userId = id ?? 0;
        if (id == null)
            (answer, userId) = await records.AddAsync(Identity, scheduleId);
        else
            answer = await records.EditAsync(userId, Identity);
        if (answer == ChangeAnswer.NoUser)
            return NotFound();
        if (!answer.IsDone)
        {
            Complaint = answer.Words;
            await LoadAsync();
            return Page();
        }
        TempData["Said"] = answer.Words;
        return Redirect($"/Users/{userId}");
    }

    private async Task LoadAsync() =>
        Schedules = [.. (await db.Schedules.AsNoTracking().ToListAsync()).InOrder(row => row.Name)];
}
