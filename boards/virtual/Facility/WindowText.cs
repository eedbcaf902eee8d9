using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>
/// Reads access windows: "Mon-Fri 06:00-22:00", "Sat,Sun,Holidays 08:00-12:00", "Fri 22:00-06:00" (into Saturday),
/// "always".
/// </summary>
internal static partial class WindowText
{
    private const string Always = "always";
    private const string Holidays = "Holidays";
    private const int MinutesPerHour = 60;
    private const int AllDays = 0xFF;

    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Reads a list of windows into a view of bytes of its own.</summary>
    public static void Read(JsonPlace place, IReadOnlyList<JsonPlace> items, AccessWindows windows)
    {
        if (items.Count is < 1 or > AccessWindows.CountMax)
            throw place.Wrong($"A key has 1 to {AccessWindows.CountMax} windows; \"{Always}\" is one.");
        byte[] bytes = new byte[items.Count * AccessWindows.EntrySize];
        for (int i = 0; i < items.Count; i++)
            Write(items[i], bytes, i * AccessWindows.EntrySize);
        windows.TryRead(bytes, 0, items.Count);
    }

    private static void Write(JsonPlace place, byte[] bytes, int at)
    {
        string text = Fields.TextOf(place);
        if (text == Always)
        {
            AccessWindows.WriteWindow(bytes, at, AllDays, 0, AccessWindows.EndMax);
            return;
        }
        Match match = Pattern().Match(text);
        if (!match.Success)
            throw place.Wrong($"\"{text}\" is no window. Write \"Mon-Fri 06:00-22:00\", \"Sat,Sun,Holidays 08:00-12:00\" or \"{Always}\".");
        int start = Minute(match, "start");
        int end = Minute(match, "end");
        if (start > AccessWindows.StartMax || end > AccessWindows.EndMax)
            throw place.Wrong("A window starts at 23:59 and ends at 24:00 at the latest. An end before the start means the next day.");
        AccessWindows.WriteWindow(bytes, at, DayBits(place, match.Groups["days"].Value), start, end);
    }

    private static int DayBits(JsonPlace place, string days)
    {
        int bits = 0;
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
                throw place.Wrong($"\"{part}\" is no day. Write one of {string.Join(", ", Days)}, {Holidays}, or from one to a later one, Mon-Fri.");
            for (int day = first; day <= last; day++)
                bits |= 1 << day;
        }
        return bits;
    }

    private static int Minute(Match match, string group)
    {
        string[] parts = match.Groups[group].Value.Split(':');
        return (int.Parse(parts[0]) * MinutesPerHour) + int.Parse(parts[1]);
    }

    [GeneratedRegex("^(?<days>[A-Za-z,-]+) (?<start>[0-9]{2}:[0-5][0-9])-(?<end>[0-9]{2}:[0-5][0-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
