using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.LockLink;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Users;

/// <summary>One line of the list.</summary>
/// <param name="User">The user.</param>
/// <param name="Units">The units let to the user.</param>
/// <param name="Expiration">The Offline Key Expiration.</param>
public sealed record UserLine(User User, string Units, OfflineKeyExpiration Expiration);

/// <summary>The list of users, searched and filtered.</summary>
public sealed class IndexModel(FacilityDb db, FacilityClock clock, SiteReader site) : PageModel
{
    /// <summary>The number of lines on a page.</summary>
    public const int LineCount = 50;

    /// <summary>The search text.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    /// <summary>The filter.</summary>
    [BindProperty(SupportsGet = true)]
    public UserFilter Filter { get; set; }

    /// <summary>The user after whom the page starts; see <see cref="UserSearch.After"/>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<UserLine> Lines { get; private set; } = [];

    /// <summary>The place after which the next page starts; null on the last page.</summary>
    public string? Next { get; private set; }

    /// <summary>Shows the page, or only the results for the script that updates them while a member types.</summary>
    public async Task<IActionResult> OnGetAsync(string? part)
    {
        uint now = clock.Now;
        LocalTime time = await site.LocalTimeAsync();
        List<User> users = await UserSearch.After(await UserSearch.QueryAsync(db, Search, Filter, now), After).Take(LineCount + 1)
            .ToListAsync();
        if (users.Count > LineCount)
        {
            users.RemoveAt(LineCount);
            Next = $"{users[^1].KeyNotAfter}-{users[^1].Id}";
        }
        long[] ids = [.. users.Select(user => user.Id)];
        ILookup<long, string> units = (await db.Units.Where(unit => ids.Contains(unit.Lease!.UserId)).OrderBy(unit => unit.NameKey)
            .Select(unit => new { unit.Lease!.UserId, unit.Name }).ToListAsync()).ToLookup(item => item.UserId, item => item.Name);
        Lines = [.. users.Select(
            user => new UserLine(user, string.Join(", ", units[user.Id]), OfflineKeyExpiration.Of(user, now, time)))];
        return part == "results" ? Partial("_Results", this) : Page();
    }
}
