using System.Globalization;
using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink.Words;

/// <summary>
/// Access windows for people (docs/protocol.md, 3.1): "Mon-Fri 06:00-22:00", "Sat,Sun,Holidays 08:00-12:00",
/// "Fri 22:00-06:00" (into Saturday), "always".
/// </summary>
public static partial class WindowText
{
    private const string Always = "always";
    private const string Holidays = "Holidays";
    private const int MinutesPerHour = 60;
    private const int AllDays = 0xFF;

    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Reads windows into a view of bytes of its own.</summary>
    /// <param name="texts">1 to 8 windows.</param>
    /// <param name="windows">Receives them; undefined when one is wrong.</param>
    /// <returns>Null, or the number of the text that is wrong (-1: their count) and a sentence.</returns>
    public static (int Index, string Complaint)? TryRead(IReadOnlyList<string> texts, AccessWindows windows)
    {
        if (texts.Count is < 1 or > AccessWindows.CountMax)
            return (-1, $"A key has 1 to {AccessWindows.CountMax} windows; \"{Always}\" is one.");
        byte[] bytes = new byte[texts.Count * AccessWindows.EntrySize];
        for (int i = 0; i < texts.Count; i++)
        {
            if (TryWrite(texts[i], bytes, i * AccessWindows.EntrySize) is { } complaint)
                return (i, complaint);
        }
        windows.TryRead(bytes, 0, texts.Count);
        return null;
    }

    /// <summary>One window as <see cref="TryRead"/> reads it.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="index">Which.</param>
    public static string Of(AccessWindows windows, int index)
    {
        int days = windows.Days(index);
        int start = windows.Start(index);
        int end = windows.End(index);
        return days == AllDays && start == 0 && end == AccessWindows.EndMax
            ? Always
            : $"{DayNames(days)} {Clock(start)}-{Clock(end)}";
    }

    private static string DayNames(int bits)
    {
        List<string> parts = [];
        for (int day = 0; day < Days.Length; day++)
        {
            if ((bits >> day & 1) == 0)
                continue;
            int last = day;
            while (last + 1 < Days.Length && (bits >> (last + 1) & 1) != 0)
                last++;
            parts.Add(last == day ? Days[day] : last == day + 1 ? $"{Days[day]},{Days[last]}" : $"{Days[day]}-{Days[last]}");
            day = last;
        }
        if ((bits & AccessWindows.HolidayBit) != 0)
            parts.Add(Holidays);
        return string.Join(",", parts);
    }

    private static string Clock(int minute) => $"{minute / MinutesPerHour:00}:{minute % MinutesPerHour:00}";

    private static string? TryWrite(string text, byte[] bytes, int at)
    {
        if (text == Always)
        {
            AccessWindows.WriteWindow(bytes, at, AllDays, 0, AccessWindows.EndMax);
            return null;
        }
        Match match = Pattern().Match(text);
        if (!match.Success)
            return $"\"{text}\" is no window. Write \"Mon-Fri 06:00-22:00\", \"Sat,Sun,Holidays 08:00-12:00\" or \"{Always}\".";
        int start = Minute(match, "start");
        int end = Minute(match, "end");
        if (start > AccessWindows.StartMax || end > AccessWindows.EndMax)
            return "A window starts at 23:59 and ends at 24:00 at the latest. An end before the start means the next day.";
        if (TryDays(match.Groups["days"].Value, out int days) is { } complaint)
            return complaint;
        AccessWindows.WriteWindow(bytes, at, days, start, end);
        return null;
    }

    private static string? TryDays(string days, out int bits)
    {
        bits = 0;
        foreach (string part in days.Split(','))
        {
            string[] ends = part.Split('-');
            if (part == Holidays)
            {
                bits |= AccessWindows.HolidayBit;
                continue;
            }
            int first = Array.IndexOf(Days, ends[0]);
            int last = Array.IndexOf(Days, ends[^1]);
            if (first < 0 || last < first || ends.Length > 2)
                return $"\"{part}\" is no day. Write one of {string.Join(", ", Days)}, {Holidays}, or from one to a later one, Mon-Fri.";
            for (int day = first; day <= last; day++)
                bits |= 1 << day;
        }
        return null;
    }

    private static int Minute(Match match, string group)
    {
        string[] parts = match.Groups[group].Value.Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture) * MinutesPerHour) + int.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^(?<days>[A-Za-z,-]+) (?<start>[0-9]{2}:[0-5][0-9])-(?<end>[0-9]{2}:[0-5][0-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
