using LockFirmware.Facility.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Units;

/// <summary>Which units a list shows.</summary>
public enum UnitFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Units that are let.</summary>
    Rented,

    /// <summary>Units that are overlocked.</summary>
    Overlocked,

    /// <summary>Units that are not let.</summary>
    Vacant,
}

/// <summary>The list of units.</summary>
public sealed class IndexModel(FacilityDb db) : PageModel
{
    /// <summary>The number of lines on a page.</summary>
    public const int LineCount = 100;

    /// <summary>A part of the name.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    /// <summary>Which units.</summary>
    [BindProperty(SupportsGet = true)]
    public UnitFilter Filter { get; set; }

    /// <summary>The key of the name after which the page starts.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<Unit> Lines { get; private set; } = [];

    /// <summary>The key of the name after which the next page starts; null on the last page.</summary>
    public string? Next { get; private set; }

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync()
    {
        IQueryable<Unit> units = db.Units.AsNoTracking().Include(unit => unit.Entry).Include(unit => unit.Lease!.User);
        units = Filter switch
        {
            UnitFilter.Rented => units.Where(unit => unit.LeaseId != null),
            UnitFilter.Overlocked => units.Where(unit => unit.Overlock != OverlockReason.None),
            UnitFilter.Vacant => units.Where(unit => unit.LeaseId == null),
            _ => units,
        };
        if (!string.IsNullOrWhiteSpace(Search))
        {
            string part = NameKeys.Clean(Search.Replace("\0", "")).ToLowerInvariant();
            units = units.Where(unit => unit.Name.ToLower().Contains(part) || unit.NameKey.Contains(part));
        }
        if (!string.IsNullOrEmpty(After))
        {
            string after = After.Replace("\0", "");
            units = units.Where(unit => string.Compare(unit.NameKey, after) > 0);
        }
        List<Unit> lines = await units.OrderBy(unit => unit.NameKey).Take(LineCount + 1).ToListAsync();
        if (lines.Count > LineCount)
        {
            lines.RemoveAt(LineCount);
            Next = lines[^1].NameKey;
        }
        Lines = lines;
    }
}
