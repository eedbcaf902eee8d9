using LockFirmware.Facility.Site;
using LockFirmware.LockLink;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>The facility's own trail: what the office, phones and the gateway did.</summary>
public sealed class OfficeModel(OfficeQuery query, ActivityList list, FilterReader reader, SiteReader site) : PageModel
{
    private const int PageSize = 50;
    private const int ExportSize = 1000;

    private static readonly string[] Heads = ["Local time", "UTC", "By", "What", "User", "User number", "Entry", "Lock", "Detail"];

    /// <summary>The fields of the filter form.</summary>
    public FilterForm Form { get; private set; } = new();

    /// <summary>The filter that the fields describe.</summary>
    public FilterReading Reading { get; private set; } = new(null, null, []);

    /// <summary>The lines; null if there is nothing to list.</summary>
    public OfficePage? Lines { get; private set; }

    /// <summary>Whether this page is not the first.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The locks by their number.</summary>
    public IReadOnlyDictionary<long, string> Entries { get; private set; } = new Dictionary<long, string>();

    /// <summary>The kinds to choose from.</summary>
    public IReadOnlyList<string> Kinds { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(string? user, long? entry, string? kind, string? from, string? to, string? behind)
    {
        await ReadAsync(user, entry, kind, from, to);
        ListPlace? place = ListPlace.Read(behind);
        IsBehind = place != null;
        if (Reading.Filter != null)
            Lines = await query.PageAsync(Reading.Filter, place, PageSize);
    }

    /// <summary>Sends the whole list as a file.</summary>
    public async Task<IActionResult> OnGetCsvAsync(string? user, long? entry, string? kind, string? from, string? to)
    {
        await ReadAsync(user, entry, kind, from, to);
        return Reading.Filter == null ? Page() : new CsvFile("office.csv", Heads, PagesAsync(Reading.Filter));
    }

    private async Task ReadAsync(string? user, long? entry, string? kind, string? from, string? to)
    {
        Form = new FilterForm { User = user, Entry = entry, Kind = kind, From = from, To = to };
        Entries = await list.EntryNamesAsync();
        Kinds = await query.KindsAsync();
        Reading = await reader.ReadAsync(Form, isOffice: true);
    }

    private async IAsyncEnumerable<IEnumerable<string[]>> PagesAsync(ActivityFilter filter)
    {
        ListPlace? behind = null;
        LocalTime time = await site.LocalTimeAsync();
        do
        {
            OfficePage page = await query.PageAsync(filter, behind, ExportSize);
            yield return page.Lines.Select(line =>
                new[]
                {
                    CsvTime.Local(line.Place.Time, time), CsvTime.Utc(line.Place.Time), line.By, line.What, line.User, $"{line.UserId}",
                    line.Entry, $"{line.EntryId}", line.Detail,
                });
            behind = page.Next;
        }
        while (behind != null);
    }
}
