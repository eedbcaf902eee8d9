using LockFirmware.KeyCrypto;
using LockFirmware.LockLink.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>The audit trail across locks.</summary>
public sealed class IndexModel(ActivityList list, FilterReader reader) : PageModel
{
    private const int PageSize = 50;
    private const int ExportSize = 1000;

    private static readonly string[] Heads = ["Local time", "UTC", "Clock", "Entry", "Lock", "Number", "Who", "User", "Key", "What", "Why"];

    /// <summary>The fields of the filter form.</summary>
    public FilterForm Form { get; private set; } = new();

    /// <summary>The filter that the fields describe.</summary>
    public FilterReading Reading { get; private set; } = new(null, null, []);

    /// <summary>The lines; null if there is nothing to list.</summary>
    public ActivityPage? Lines { get; private set; }

    /// <summary>Whether technical events are folded: they are not if a kind was chosen.</summary>
    public bool Folds => string.IsNullOrEmpty(Form.Kind);

    /// <summary>Whether this page is not the first.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The locks by their number.</summary>
    public IReadOnlyDictionary<long, string> Entries { get; private set; } = new Dictionary<long, string>();

    /// <summary>The kinds to choose from.</summary>
    public static IEnumerable<(string Value, string Name)> Kinds =>
        Enum.GetValues<EventKind>().Select(kind => (((int)kind).ToString(System.Globalization.CultureInfo.InvariantCulture), Name(kind)))
            .Append((Ledgers.EventBatchStore.CorruptKind.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "unreadable record"));

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(string? user, long? entry, string? kind, string? from, string? to, string? behind)
    {
        await ReadAsync(user, entry, kind, from, to);
        ListPlace? place = ListPlace.Read(behind);
        IsBehind = place != null;
        if (Reading.Filter != null)
            Lines = await list.PageAsync(Reading.Filter, place, PageSize);
    }

    /// <summary>Sends the whole list as a file.</summary>
    public async Task<IActionResult> OnGetCsvAsync(string? user, long? entry, string? kind, string? from, string? to)
    {
        await ReadAsync(user, entry, kind, from, to);
        return Reading.Filter == null ? Page() : new CsvFile("activity.csv", Heads, PagesAsync(Reading.Filter));
    }

    private async Task ReadAsync(string? user, long? entry, string? kind, string? from, string? to)
    {
        Form = new FilterForm { User = user, Entry = entry, Kind = kind, From = from, To = to };
        Entries = await list.EntryNamesAsync();
        Reading = await reader.ReadAsync(Form, isOffice: false);
    }

    private async IAsyncEnumerable<IEnumerable<string[]>> PagesAsync(ActivityFilter filter)
    {
        ListPlace? behind = null;
        do
        {
            ActivityPage page = await list.PageAsync(filter, behind, ExportSize);
            yield return page.Lines.Select(Fields);
            behind = page.Next;
        }
        while (behind != null);
    }

    private static string[] Fields(ActivityLine line) =>
        [line.Local, line.Utc, line.Clock, line.Entry, $"{line.EntryId}", line.Number, line.Who, $"{line.UserId}", line.KeyId == 0
            ? ""
            : $"{line.KeyId}", line.What, line.Why];

    private static string Name(EventKind kind) => kind switch
    {
        EventKind.Tamper => "housing opened or closed",
        EventKind.FireRelease => "fire release",
        _ => EventWords.Kind(new AuditEvent { Kind = kind }).ToLowerInvariant(),
    };
}
