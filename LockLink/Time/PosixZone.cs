using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>
/// Makes a <see cref="ZoneRule"/> of a POSIX TZ string with the extensions of RFC 8536, 3.3.1, such as
/// <c>CET-1CEST,M3.5.0,M10.5.0/3</c>, or of the one that ends the system's own zoneinfo file.
/// </summary>
/// <remarks>
/// Refuses what a zone rule cannot say exactly, and never rounds: offsets or times with seconds, the <c>Jn</c> and
/// <c>n</c> forms of a date, daylight saving time without its two dates, an offset beyond 24 hours.
/// A POSIX offset counts westwards and its weekday 0 is Sunday; ours count eastwards and from Monday.
/// </remarks>
public static class PosixZone
{
    private const string Name = "(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)";
    private const string Offset = "[+-]?[0-9]{1,2}(?::[0-9]{2}){0,2}";
    private const string Date =
        "M(?<month>[0-9]{1,2})[.](?<week>[0-9])[.](?<weekday>[0-9])(?:/(?<time>[+-]?[0-9]{1,3}(?::[0-9]{2}){0,2}))?";
    private const int HourDefault = 2;
    private const int HoursPerOffsetMax = 24;
    private const int HoursPerTimeMax = 167;
    private const int HeaderSize = 44;
    private const int HeaderCountsAt = 20;
    private const int TimeSize = 8;

    private static readonly Regex Zone = new(
        $@"\A{Name}(?<standard>{Offset})(?:{Name}(?<daylight>{Offset})?,(?<toDaylight>[^,]+),(?<toStandard>[^,]+))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex Change = new($@"\A{Date}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The folder of the system's zoneinfo files: the environment variable TZDIR, or else the usual folder.</summary>
    public static string ZoneInfoFolder =>
        Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } folder ? folder : "/usr/share/zoneinfo";

    /// <summary>The rule of a TZ string.</summary>
    /// <param name="text">The string, without line ends.</param>
    /// <exception cref="FormatException">The string is malformed, or no zone rule says the same.</exception>
    public static ZoneRule Parse(string text)
    {
        byte[] wire = ToBytes(text);
        var rule = new ZoneRule();
        return rule.TryRead(wire, 0) ? rule : throw new FormatException($"out of a zone rule's range: '{text}'");
    }

    /// <summary>The 14 bytes of a TZ string's rule, in the layout of <see cref="ZoneRule"/>.</summary>
    /// <param name="text">The string, without line ends.</param>
    /// <exception cref="FormatException">The string is malformed, or no zone rule says the same.</exception>
    public static byte[] ToBytes(string text)
    {
        Match zone = Zone.Match(text);
        if (!zone.Success)
            throw new FormatException($"not a TZ string with M dates: '{text}'");
        byte[] wire = new byte[ZoneRule.Size];
        int standard = -Minutes(zone.Groups["standard"].Value, HoursPerOffsetMax);
        if (!zone.Groups["toDaylight"].Success)
        {
            ZoneRule.WriteOffsets(wire, 0, standard, standard);
            return wire;
        }
        int daylight = zone.Groups["daylight"].Success ? -Minutes(zone.Groups["daylight"].Value, HoursPerOffsetMax) : standard + 60;
        int at = ZoneRule.WriteOffsets(wire, 0, standard, daylight);
        at = WriteChange(wire, at, zone.Groups["toDaylight"].Value);
        WriteChange(wire, at, zone.Groups["toStandard"].Value);
        return wire;
    }

    /// <summary>The TZ string that ends the system's zoneinfo file of a zone.</summary>
    /// <param name="zoneId">An IANA name such as <c>Europe/Berlin</c>.</param>
    /// <exception cref="FormatException">The name or the file is malformed, or the file is of version 1 and has no such string.</exception>
    /// <exception cref="IOException">The system has no such file.</exception>
    public static string ReadFooter(string zoneId)
    {
        byte[] file = ReadFile(zoneId, out int second);
        int footer = BlockEnd(file, second, TimeSize);
        if (file.Length < footer + 2 || file[footer] != '\n' || Array.IndexOf(file, (byte)'\n', footer + 1) != file.Length - 1)
            throw new FormatException($"zoneinfo with a malformed footer: '{zoneId}'");
        return Encoding.ASCII.GetString(file, footer + 1, file.Length - footer - 2);
    }

    /// <summary>
    /// The last change that the system's zoneinfo file lists. Only the TZ string says what comes later. A "fat" file
    /// lists all changes up to 2037; a "slim" file lists none that the string covers.
    /// </summary>
    /// <param name="zoneId">An IANA name such as <c>Europe/Berlin</c>.</param>
    /// <returns>The instant in UTC; the beginning of time where the file lists none.</returns>
    /// <exception cref="FormatException">The name or the file is malformed.</exception>
    /// <exception cref="IOException">The system has no such file.</exception>
    public static DateTime ReadLastListedChange(string zoneId)
    {
        byte[] file = ReadFile(zoneId, out int second);
        BlockEnd(file, second, TimeSize);
        int changes = (int)Count(file, second, 3);
        return changes == 0
            ? DateTime.MinValue
            : DateTime.UnixEpoch.AddSeconds(
                BinaryPrimitives.ReadInt64BigEndian(file.AsSpan(second + HeaderSize + ((changes - 1) * TimeSize), TimeSize)));
    }

    /// <summary>The rule that the system's zoneinfo file has for a zone's future.</summary>
    /// <param name="zoneId">An IANA name such as <c>Europe/Berlin</c>.</param>
    /// <exception cref="FormatException">The file has no TZ string, or no zone rule says the same.</exception>
    /// <exception cref="IOException">The system has no such file.</exception>
    public static ZoneRule OfSystem(string zoneId) => Parse(ReadFooter(zoneId));

    private static byte[] ReadFile(string zoneId, out int secondBlock)
    {
        if (!Regex.IsMatch(zoneId, @"\A[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant))
            throw new FormatException($"not a zone name: '{zoneId}'");
        byte[] file = File.ReadAllBytes(Path.Combine(ZoneInfoFolder, zoneId));
        // A file of version 2 or later repeats header and data with 64-bit times, and ends with "\n", the string, "\n".
        secondBlock = BlockEnd(file, 0, 4);
        return file[4] >= (byte)'2' ? file : throw new FormatException($"zoneinfo of version 1: '{zoneId}'");
    }

    /// <summary>
    /// One of a header's counts: UT indicators, standard indicators, leap seconds, changes, local time types, characters.
    /// </summary>
    private static long Count(byte[] file, int header, int index) =>
        BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(header + HeaderCountsAt + (index * 4), 4));

    private static int BlockEnd(byte[] file, int at, int timeSize)
    {
        if (file.Length < at + HeaderSize || Encoding.ASCII.GetString(file, at, 4) != "TZif")
            throw new FormatException("not a zoneinfo file");
        long end = at + HeaderSize + Count(file, at, 0) + Count(file, at, 1) + (Count(file, at, 2) * (timeSize + 4))
            + (Count(file, at, 3) * (timeSize + 1)) + (Count(file, at, 4) * 6) + Count(file, at, 5);
        return end <= file.Length ? (int)end : throw new FormatException("a zoneinfo file cut short");
    }

    private static int WriteChange(byte[] wire, int at, string text)
    {
        Match change = Change.Match(text);
        if (!change.Success)
            throw new FormatException($"not an M date: '{text}'");
        int month = Number(change.Groups["month"].Value);
        int week = Number(change.Groups["week"].Value);
        int weekday = Number(change.Groups["weekday"].Value);
        if (month is < 1 or > 12 || week is < 1 or > 5 || weekday > 6)
            throw new FormatException($"an M date out of range: '{text}'");
        int minute = change.Groups["time"].Success ? Minutes(change.Groups["time"].Value, HoursPerTimeMax) : HourDefault * 60;
        return ZoneRule.WriteChange(wire, at, month, week, (weekday + 6) % 7, minute);
    }

    private static int Minutes(string text, int hoursMax)
    {
        bool isNegative = text[0] == '-';
        string[] parts = text.TrimStart('+', '-').Split(':');
        int hours = Number(parts[0]);
        int minutes = parts.Length > 1 ? Number(parts[1]) : 0;
        int seconds = parts.Length > 2 ? Number(parts[2]) : 0;
        if (hours > hoursMax || minutes > 59 || seconds != 0)
            throw new FormatException($"not whole minutes of at most {hoursMax} hours: '{text}'");
        return isNegative ? -((hours * 60) + minutes) : (hours * 60) + minutes;
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
