using System.Globalization;
using System.Text;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.AspNetCore.Html;

namespace LockFirmware.Facility.Features.Schedules;

/// <summary>Draws a week of access hours as SVG: seven days and the holidays by 24 hours, with a description as text.</summary>
public static class WeekPicture
{
    private const int Left = 78;
    private const int Top = 22;
    private const int HourWidth = 24;
    private const int RowHeight = 24;
    private const int BarHeight = 16;
    private const int MinutesPerHour = 60;
    private const int WeekdayCount = 7;
    private const int Width = Left + (24 * HourWidth) + 14;
    private const int Height = Top + (WeekHours.RowCount * RowHeight) + 6;

    private static readonly string[] Rows = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Holidays"];

    /// <summary>Draws the picture.</summary>
    /// <param name="hours">The hours.</param>
    /// <param name="name">The name of the access hours.</param>
    /// <param name="id">A text that is unique on the page. The ids of title and description start with it.</param>
    public static IHtmlContent Of(WeekHours hours, string name, string id)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"week\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">");
        svg.Append(CultureInfo.InvariantCulture,
            $"<title id=\"{id}-title\">Access hours {Encode(name)}</title><desc id=\"{id}-desc\">{Encode(Words(hours))}</desc>");
        for (int hour = 0; hour <= 24; hour += 6)
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{X(hour * MinutesPerHour)}\" y=\"14\" text-anchor=\"middle\">{hour:00}</text>");
        for (int row = 0; row < WeekHours.RowCount; row++)
            AppendRow(svg, hours, row);
        for (int hour = 0; hour <= 24; hour += 6)
            svg.Append(CultureInfo.InvariantCulture,
                $"<line x1=\"{X(hour * MinutesPerHour)}\" x2=\"{X(hour * MinutesPerHour)}\" y1=\"{Top}\" y2=\"{Height - 6}\"/>");
        return new HtmlString(svg.Append("</svg>").ToString());
    }

    /// <summary>The hours as text.</summary>
    public static string Words(WeekHours hours) =>
        string.Join(" ", Enumerable.Range(0, WeekHours.RowCount).Select(row => $"{Rows[row]}: {DayWords(hours, row)}."));

    private static string DayWords(WeekHours hours, int row)
    {
        bool runsOn = hours.SpansAfter(row).Any();
        string[] spans = [.. hours.Spans(row).Select(span =>
            runsOn && span.End == WeekHours.MinuteCount
            ? $"{Clock(span.Start)} to {Clock(hours.SpansAfter(row).First().End)} the next day"
            : $"{Clock(span.Start)} to {Clock(span.End)}")];
        return spans.Length == 0 ? "closed" : string.Join(" and ", spans);
    }

    private static void AppendRow(StringBuilder svg, WeekHours hours, int row)
    {
        int y = Top + (row * RowHeight);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 16}\" text-anchor=\"end\">{Rows[row]}</text>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"closed\" x=\"{Left}\" y=\"{y + 4}\" width=\"{24 * HourWidth}\" height=\"{BarHeight}\"/>");
        if (row < WeekdayCount)
        {
            foreach ((int start, int end) in hours.SpansAfter((row + WeekdayCount - 1) % WeekdayCount))
                AppendBar(svg, "after", y, start, end);
        }
        foreach ((int start, int end) in hours.Spans(row))
            AppendBar(svg, "open", y, start, end);
        // The day after a holiday has no row of its own, so an arrow shows that the window continues.
        if (row == WeekHours.HolidayRow && hours.SpansAfter(row).Any())
            svg.Append(CultureInfo.InvariantCulture,
                $"<path class=\"on\" d=\"M{X(WeekHours.MinuteCount)} {y + 4}l10 {BarHeight / 2}l-10 {BarHeight / 2}z\"/>");
    }

    private static void AppendBar(StringBuilder svg, string style, int y, int start, int end) => svg.Append(CultureInfo.InvariantCulture,
        $"<rect class=\"{style}\" x=\"{X(start)}\" y=\"{y + 4}\" width=\"{((end - start) * HourWidth / (double)MinutesPerHour):0.##}\" "
        + $"height=\"{BarHeight}\"/>");

    private static string X(int minute) =>
        (Left + (minute * HourWidth / (double)MinutesPerHour)).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Clock(int minute) => $"{minute / MinutesPerHour:00}:{minute % MinutesPerHour:00}";

    private static string Encode(string text) => System.Net.WebUtility.HtmlEncode(text);
}
