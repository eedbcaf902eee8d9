using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Mvc;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>A table for a spreadsheet. It is written while it is read, so that at most one page is in memory.</summary>
/// <remarks>
/// A text that a spreadsheet would run as a formula gets an apostrophe before it, because users can choose names.
/// </remarks>
/// <param name="fileName">The file name for the browser.</param>
/// <param name="heads">The columns.</param>
/// <param name="pages">The lines, page by page.</param>
public sealed class CsvFile(string fileName, string[] heads, IAsyncEnumerable<IEnumerable<string[]>> pages) : IActionResult
{
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.None };

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.Headers.CacheControl = "no-store";
        // The byte order mark lets spreadsheets recognize UTF-8.
        await using StreamWriter text = new(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using CsvWriter csv = new(text, Format, leaveOpen: true);
        await WriteAsync(csv, heads);
        await foreach (IEnumerable<string[]> page in pages.WithCancellation(context.HttpContext.RequestAborted))
        {
            foreach (string[] line in page)
                await WriteAsync(csv, line);
            await csv.FlushAsync();
            await text.FlushAsync(context.HttpContext.RequestAborted);
        }
    }

    // Also the full-width signs, which some spreadsheets take for the same.
    private const string FormulaSigns = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>Whether a spreadsheet may run a text as a formula.</summary>
    private static bool IsFormula(string field) => field.Length > 0 && FormulaSigns.Contains(field[0]);

    private static async Task WriteAsync(CsvWriter csv, string[] fields)
    {
        foreach (string field in fields)
        {
            if (IsFormula(field))
                csv.WriteField("'" + field, shouldQuote: true);
            else
                csv.WriteField(field);
        }
        await csv.NextRecordAsync();
    }
}
