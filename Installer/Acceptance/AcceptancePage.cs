using System.Text;
using System.Text.Encodings.Web;

namespace LockFirmware.InstallerTool.Acceptance;

/// <summary>The acceptance of a lock as a page for printing and signing. A browser shows it without a network.</summary>
internal static class AcceptancePage
{
    private const string Style = """
        body { font-family: sans-serif; font-size: 10pt; margin: 15mm; color: #000; background: #fff }
        table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #888; padding: 1mm 2mm; text-align: left }
        .Failed, .Open { font-weight: bold } .whole { white-space: nowrap }
        .signs { margin-top: 8mm; table-layout: fixed } .signs td { height: 18mm; vertical-align: bottom }
        @media print { body { margin: 0 } tr { break-inside: avoid } }
        """;

    /// <summary>Makes the page.</summary>
    public static byte[] Of(AcceptanceRecord record)
    {
        StringBuilder page = new();
        string title = $"Acceptance of {record.Name}, lock {record.Lock}";
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.Append($"<title>{E(title)}</title><style>{Style}</style></head><body>\n<h1>{E(title)}</h1>\n");
        page.Append($"<p>{E(record.Facility)} · board {E(record.Board)} · firmware {E(record.Firmware)} · " +
            $"generation {record.Generation}</p>\n<p>{(record.IsComplete ? "Complete." : "<b>Not complete.</b>")}</p>\n");
        page.Append("<table><tr><th>test</th><th>result</th><th>when (UTC)</th><th>said by</th><th>note</th></tr>\n");
        foreach (AcceptanceItem item in AcceptanceItem.All)
        {
            AcceptanceEntry? entry = record.Entries.Find(known => known.Item == item.Id);
            AcceptanceResult result = entry?.Result ?? AcceptanceResult.Open;
            page.Append($"<tr><td>{E(item.Text)}</td><td class=\"{result}\">{WordOf(result)}</td>" +
                $"<td class=\"whole\">{E(Minute(entry?.Utc))}</td>" +
                $"<td class=\"whole\">{E(entry?.By)}</td><td>{E(entry?.Note)}</td></tr>\n");
        }
        page.Append("</table>\n<table class=\"signs\"><tr>");
        foreach (string sign in new[] { $"Installer: {record.Installer}", $"Operator: {record.Operator}", "Date:" })
            page.Append($"<td>{E(sign)}</td>");
        page.Append("</tr></table>\n</body></html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    /// <summary>A result in words.</summary>
    public static string WordOf(AcceptanceResult result) => result switch
    {
        AcceptanceResult.Passed => "passed",
        AcceptanceResult.Failed => "FAILED",
        AcceptanceResult.Absent => "not at this door",
        _ => "not done",
    };

    /// <summary>A moment as in ISO 8601, to the minute, without the T between date and time.</summary>
    private static string? Minute(string? utc) => utc is { Length: > 16 } ? $"{utc[..10]} {utc[11..16]}" : utc;

    private static string E(string? text) => HtmlEncoder.Default.Encode(text ?? string.Empty);
}
