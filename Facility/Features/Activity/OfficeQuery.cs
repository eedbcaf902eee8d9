using System.Linq.Expressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>One line of the facility's own trail, as texts for people.</summary>
/// <param name="Place">The place of the line.</param>
/// <param name="When">The time, in the facility's local time.</param>
/// <param name="By">Who did it.</param>
/// <param name="What">What was done.</param>
/// <param name="UserId">The user concerned; null for none.</param>
/// <param name="User">That user's name.</param>
/// <param name="EntryId">The lock concerned; null for none.</param>
/// <param name="Entry">That lock's name.</param>
/// <param name="Detail">The details.</param>
public sealed record OfficeLine(ListPlace Place, string When, string By, string What, long? UserId, string User, long? EntryId,
    string Entry, string Detail);

/// <summary>One page of the facility's own trail.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="Next">The place after which the next page starts; null for the last page.</param>
public sealed record OfficePage(IReadOnlyList<OfficeLine> Lines, ListPlace? Next);

/// <summary>Reads the facility's own trail page by page, newest first.</summary>
public sealed class OfficeQuery(FacilityDb db, SiteReader site)
{
    private const int KindsMax = 200;

    /// <summary>A page.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="behind">The last line of the previous page; null for the first page.</param>
    /// <param name="count">The maximum number of rows.</param>
    public async Task<OfficePage> PageAsync(ActivityFilter filter, ListPlace? behind, int count)
    {
        var rows = await Query(filter, behind, count + 1).Select(row => new
        {
            Row = row,
            Staff = db.Staff.Where(member => member.Id == row.StaffId).Select(member => member.Name).FirstOrDefault(),
            User = db.Users.Where(user => user.Id == row.UserId).Select(user => user.IsErased ? "deleted user" : user.Name)
            .FirstOrDefault(),
            Entry = db.Entries.Where(entry => entry.Id == row.EntryId).Select(entry => entry.Name).FirstOrDefault(),
        }).ToListAsync();
        LocalTime local = await site.LocalTimeAsync();
        List<OfficeLine> lines = [.. rows.Take(count).Select(line => new OfficeLine(
            new ListPlace(line.Row.At, 0, line.Row.Id),
            Moments.Second(line.Row.At, local),
            line.Staff ?? (line.Row.StaffId == null ? "by itself" : $"member {line.Row.StaffId}"),
            line.Row.What,
            line.Row.UserId,
            line.User ?? (line.Row.UserId == null ? "" : $"user {line.Row.UserId}"),
            line.Row.EntryId,
            line.Entry ?? (line.Row.EntryId == null ? "" : $"lock {line.Row.EntryId}"),
            line.Row.Detail))];
        return new OfficePage(lines, rows.Count > count ? lines[^1].Place : null);
    }

    /// <summary>The kinds of record in the trail. Each kind costs one access to the index.</summary>
    public async Task<List<string>> KindsAsync()
    {
        List<string> kinds = [];
        string? last = "";
        while (kinds.Count < KindsMax)
        {
            string behind = last;
            last = await db.OfficeRecords.Where(row => row.What.CompareTo(behind) > 0).OrderBy(row => row.What).Select(row => row.What)
                .FirstOrDefaultAsync();
            if (last == null)
                break;
            kinds.Add(last);
        }
        return kinds;
    }

    /// <summary>The query of one page.</summary>
    internal IQueryable<OfficeRecord> Query(ActivityFilter filter, ListPlace? behind, int count)
    {
        IQueryable<OfficeRecord> rows = db.OfficeRecords.AsNoTracking();
        if (filter.UserId is { } userId)
            rows = rows.Where(row => row.UserId == userId);
        if (filter.EntryId is { } entryId)
            rows = rows.Where(row => row.EntryId == entryId);
        if (filter.What is { } what)
            rows = rows.Where(row => row.What == what);
        if (filter.From is { } from)
            rows = rows.Where(row => row.At >= from);
        if (filter.Until is { } until)
            rows = rows.Where(row => row.At < until);
        if (behind is { } place)
            rows = rows.Where(Behind(place));
        return rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(count);
    }

    private static Expression<Func<OfficeRecord, bool>> Behind(ListPlace place) =>
        row => row.At <= place.Time && (row.At < place.Time || row.Id < place.Id);
}
