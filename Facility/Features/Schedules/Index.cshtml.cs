using LockFirmware.Facility.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Schedules;

/// <summary>The access hours, each with its picture.</summary>
public sealed class IndexModel(FacilityDb db) : PageModel
{
    /// <summary>The access hours, with how many users have them.</summary>
    public IReadOnlyList<(Schedule Schedule, int UserCount)> Lines { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync()
    {
        Dictionary<long, int> counts = await db.Users.GroupBy(user => user.ScheduleId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(item => item.Key, item => item.Count);
        List<Schedule> schedules = [.. (await db.Schedules.AsNoTracking().ToListAsync()).InOrder(row => row.Name)];
        Lines = [.. schedules.Select(schedule => (schedule, counts.GetValueOrDefault(schedule.Id)))];
    }
}
