using System.Globalization;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Users;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Units;

/// <summary>The page of one unit: letting, moving out, transfer and overlock.</summary>
public sealed class DetailsModel(FacilityDb db, LeaseService leases, UnitRecords records, SiteReader site, FacilityClock clock) : PageModel
{
    private const int CandidateCountMax = 20;
    private const int VacantCountMax = 500;
    private const int PastCountMax = 20;
    private const int YearMin = 2020;
    private const int YearMax = 2155;

    /// <summary>The unit.</summary>
    public Unit Unit { get; private set; } = null!;

    /// <summary>The text that the member typed to find a tenant.</summary>
    public string Search { get; private set; } = "";

    /// <summary>The users found.</summary>
    public IReadOnlyList<User> Candidates { get; private set; } = [];

    /// <summary>The names of vacant units to move to.</summary>
    public IReadOnlyList<string> Vacant { get; private set; } = [];

    /// <summary>The leases, the newest first.</summary>
    public IReadOnlyList<Lease> Leases { get; private set; } = [];

    /// <summary>The facility's local time.</summary>
    public LocalTime Time { get; private set; } = null!;

    /// <summary>The facility's zone.</summary>
    private ZoneRule Zone { get; set; } = null!;

    /// <summary>Whether the lease has reached its end date, but the tenant was not moved out.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Shows the unit.</summary>
    public async Task<IActionResult> OnGetAsync(long id, string? q)
    {
        if (await db.Units.AsNoTracking().Include(unit => unit.Entry).Include(unit => unit.Lease!.User)
            .SingleOrDefaultAsync(unit => unit.Id == id) is not { } unit)
            return NotFound();
        Unit = unit;
        Search = q ?? "";
        IsOver = unit.Lease?.EndsAt <= clock.Now;
        Time = await site.LocalTimeAsync();
        Zone = SiteReader.ZoneOf(await site.RowAsync());
        Leases = await db.Leases.AsNoTracking().Include(lease => lease.User).Where(lease => lease.UnitId == id)
            .OrderByDescending(lease => lease.StartsAt).ThenByDescending(lease => lease.Id).Take(PastCountMax).ToListAsync();
        if (unit.LeaseId == null && Search.Length > 0)
            Candidates = await CandidatesAsync();
        if (unit.LeaseId != null)
            Vacant = await db.Units.Where(row => row.LeaseId == null).OrderBy(row => row.NameKey).Select(row => row.Name)
                .Take(VacantCountMax)
                .ToListAsync();
        return Page();
    }

    /// <summary>The users that match the search. Only members who manage users can search by e-mail or telephone.</summary>
    private async Task<IReadOnlyList<User>> CandidatesAsync() => User.May(Permissions.ManageUsers)
        ? await (await UserSearch.QueryAsync(db, Search, UserFilter.All, clock.Now)).Where(user => user.IsActive).Take(CandidateCountMax)
        .ToListAsync()
        : [.. (await UserSearch.ByNameAsync(db, Search, clock.Now, CandidateCountMax)).Where(user => user.IsActive)];

    /// <summary>Lets the unit.</summary>
    public async Task<IActionResult> OnPostLetAsync(long id, long userId) => Said(id, await leases.LetAsync(id, userId));

    /// <summary>Moves the tenant out.</summary>
    public async Task<IActionResult> OnPostMoveOutAsync(long id) => Said(id, await leases.MoveOutAsync(id));

    /// <summary>Sets the last day of the lease, as 2026-12-31; empty for none.</summary>
    public async Task<IActionResult> OnPostEndAsync(long id, string? lastDay)
    {
        if (string.IsNullOrWhiteSpace(lastDay))
            return Said(id, await leases.SetEndAsync(id, null));
        if (!DateOnly.TryParseExact(lastDay.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            || day.Year is < YearMin or > YearMax)
            return Said(id,
                ChangeAnswer.Refused($"\"{lastDay}\" is not a date between {YearMin} and {YearMax}. Write it like 2026-12-31."));
        return Said(id, await leases.SetEndAsync(id, day));
    }

    /// <summary>The last day of the lease in force, as the form shows it; empty for no end date.</summary>
    public string LastDay() =>
        Unit.Lease == null || LeaseEnds.LastDayOf(Unit.Lease, Zone) is not { } day ? "" : LeaseEnds.Field(day);

    /// <summary>When a lease ends or has ended, as text.</summary>
    public string Until(Lease lease) => lease.EndsAt is not { } end ? "open"
        : lease.LastDay is { } day && LeaseEnds.EndOf(day, Zone) == end ? $"end of {LeaseEnds.Words(day)}"
        : Moments.Minute(end, Time);

    /// <summary>Moves the tenant to another unit.</summary>
    public async Task<IActionResult> OnPostTransferAsync(long id, string? to)
    {
        string name = (to ?? "").Trim();
        string key = NameKeys.Of(name);
        return await db.Units.AsNoTracking().OrderBy(row => row.Id).FirstOrDefaultAsync(row => row.NameKey == key) is { } target
            ? Said(id, await leases.TransferAsync(id, target.Id))
            : Said(id, ChangeAnswer.Refused($"There is no unit named \"{name}\". Type the name of a vacant one."));
    }

    /// <summary>Deletes the unit if nothing hangs on it.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id)
    {
        ChangeAnswer answer = await records.DeleteAsync(id);
        if (!answer.IsDone)
            return Said(id, answer);
        TempData["Said"] = answer.Words;
        return Redirect("/Units");
    }

    /// <summary>Overlocks the unit.</summary>
    public async Task<IActionResult> OnPostOverlockAsync(long id) => Said(id, await leases.OverlockAsync(id));

    /// <summary>Lifts the overlock.</summary>
    public async Task<IActionResult> OnPostLiftAsync(long id) => Said(id, await leases.LiftAsync(id));

    /// <summary>The unit's lock and whether notices are waiting for it, as text.</summary>
    public string LockWords() => Unit.Entry switch
    {
        null => "no lock fitted",
        { HasOpenItems: true } entry => $"{entry.Name}; notices are waiting for it",
        var entry => $"{entry.Name}; it is up to date",
    };

    private IActionResult Said(long id, ChangeAnswer answer)
    {
        if (answer == LeaseService.NoUnit)
            return NotFound();
        TempData[answer.IsDone ? "Said" : "Refused"] = answer.Words;
        return Redirect($"/Units/Details?id={id}");
    }
}
