using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink.Words;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// A week of access hours, minute by minute: seven weekdays and the holidays. Minutes after midnight of windows that began the day
/// before are stored separately (docs/protocol.md, 3.1).
/// </summary>
public sealed class WeekHours
{
    /// <summary>The number of rows of the week: Monday to Sunday, then holidays.</summary>
    public const int RowCount = 8;

    /// <summary>The row of the holidays.</summary>
    public const int HolidayRow = 7;

    /// <summary>The number of minutes of a day.</summary>
    public const int MinuteCount = 1440;

    private const int WeekdayCount = 7;

    private readonly bool[][] _own = NewRows();
    private readonly bool[][] _after = NewRows();

    /// <summary>Computes the hours of access windows.</summary>
    public WeekHours(AccessWindows windows)
    {
        for (int i = 0; i < windows.Count; i++)
        {
            int start = windows.Start(i);
            int end = windows.End(i);
            for (int row = 0; row < RowCount; row++)
            {
                if ((windows.Days(i) >> row & 1) == 0)
                    continue;
                Array.Fill(_own[row], true, start, (end > start ? end : MinuteCount) - start);
                if (end <= start)
                    Array.Fill(_after[row], true, 0, end);
            }
        }
    }

    /// <summary>Splits the text of a schedule or a form into lines.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The hours of a schedule.</summary>
    /// <exception cref="InvalidDataException">The windows of the row cannot be read.</exception>
    public static WeekHours Of(Schedule schedule)
    {
        AccessWindows windows = new();
        return WindowText.TryRead(Lines(schedule.Windows), windows) is { } slip
            ? throw new InvalidDataException($"The access hours \"{schedule.Name}\" cannot be read: {slip.Complaint}")
            : new WeekHours(windows);
    }

    /// <summary>The spans on a day of the row, from windows that begin on that day.</summary>
    /// <returns>The first minute of each span and the minute after its last, 0..1440.</returns>
    public IEnumerable<(int Start, int End)> Spans(int row) => SpansOf(_own[row]);

    /// <summary>The spans on the day after a day of the row, from windows that continue past midnight.</summary>
    /// <returns>The first minute of each span and the minute after its last, 0..1440.</returns>
    public IEnumerable<(int Start, int End)> SpansAfter(int row) => SpansOf(_after[row]);

    /// <summary>Whether these hours include all minutes of the others, whichever days are holidays.</summary>
    public bool Includes(WeekHours others)
    {
        for (int weekday = 0; weekday < WeekdayCount; weekday++)
        {
            int before = (weekday + WeekdayCount - 1) % WeekdayCount;
            if (!Includes(others, before, weekday) || !Includes(others, HolidayRow, weekday) || !Includes(others, before, HolidayRow))
                return false;
        }
        return Includes(others, HolidayRow, HolidayRow);
    }

    /// <summary>Whether these hours include a minute.</summary>
    /// <param name="before">The row of the day before.</param>
    /// <param name="row">The row of the day.</param>
    /// <param name="minute">0..1439.</param>
    public bool Admits(int before, int row, int minute) => _own[row][minute] || _after[before][minute];

    private bool Includes(WeekHours others, int before, int row) =>
        Enumerable.Range(0, MinuteCount).All(minute => !others.Admits(before, row, minute) || Admits(before, row, minute));

    private static IEnumerable<(int Start, int End)> SpansOf(bool[] minutes)
    {
        for (int start = Array.IndexOf(minutes, true); start >= 0;)
        {
            int end = Array.IndexOf(minutes, false, start);
            end = end < 0 ? MinuteCount : end;
            yield return (start, end);
            start = end < MinuteCount ? Array.IndexOf(minutes, true, end) : -1;
        }
    }

    private static bool[][] NewRows() => [.. Enumerable.Range(0, RowCount).Select(_ => new bool[MinuteCount])];
}
