using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>
/// Reads a zone rule: offsets like "-07:00", changes like "M3.2.0/02:00" (second Sunday of March, at two o'clock by the
/// clock in force), as in RFC 8536, 3.3 and POSIX TZ.
/// </summary>
internal static partial class ZoneText
{
    private const int MinutesPerHour = 60;

    /// <summary>Reads <c>{ name, standard, daylight?, toDaylight?, toStandard? }</c>.</summary>
    public static ZoneEntry Read(JsonPlace place)
    {
        Fields fields = new(place);
        string name = fields.Text("name");
        int standard = Offset(fields.Required("standard"));
        JsonPlace? daylight = fields.Optional("daylight");
        JsonPlace? toDaylight = fields.Optional("toDaylight");
        JsonPlace? toStandard = fields.Optional("toStandard");
        fields.End();
        byte[] rule = new byte[ZoneRule.Size];
        if (daylight == null && toDaylight == null && toStandard == null)
        {
            ZoneRule.WriteOffsets(rule, 0, standard, standard);
        }
        else
        {
            if (daylight == null || toDaylight == null || toStandard == null)
                throw place.Wrong("\"daylight\", \"toDaylight\" and \"toStandard\" belong together. Write all three, or none.");
            int at = ZoneRule.WriteOffsets(rule, 0, standard, Offset(daylight));
            at = WriteChange(rule, at, toDaylight);
            WriteChange(rule, at, toStandard);
        }
        ZoneRule zone = new();
        if (!zone.TryRead(rule, 0))
            throw place.Wrong("A lock would refuse this zone rule. Check its months, weeks, weekdays and offsets.");
        return new ZoneEntry(name, zone);
    }

    private static int Offset(JsonPlace place)
    {
        Match match = OffsetPattern().Match(Fields.TextOf(place));
        if (!match.Success)
            throw place.Wrong("This is not an offset from UTC. Write it like \"-07:00\" or \"+01:00\".");
        int minutes = Minutes(match);
        return match.Groups["sign"].Value == "-" ? -minutes : minutes;
    }

    private static int WriteChange(byte[] rule, int at, JsonPlace place)
    {
        Match match = ChangePattern().Match(Fields.TextOf(place));
        if (!match.Success)
            throw place.Wrong("This is not a change of the clock. Write it like \"M3.2.0/02:00\": "
                + "month, week (5 = last), weekday (0 = Sunday), time of day.");
        int weekday = (int.Parse(match.Groups["weekday"].Value) + 6) % 7;
        return ZoneRule.WriteChange(rule, at, int.Parse(match.Groups["month"].Value), int.Parse(match.Groups["week"].Value), weekday,
            Minutes(match));
    }

    private static int Minutes(Match match) =>
        (int.Parse(match.Groups["hours"].Value) * MinutesPerHour) + int.Parse(match.Groups["minutes"].Value);

    [GeneratedRegex("^(?<sign>[+-])(?<hours>[0-9]{2}):(?<minutes>[0-5][0-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex OffsetPattern();

    [GeneratedRegex("^M(?<month>[0-9]{1,2})\\.(?<week>[1-5])\\.(?<weekday>[0-6])/(?<hours>[0-9]{2}):(?<minutes>[0-5][0-9])$",
        RegexOptions.CultureInvariant)]
    private static partial Regex ChangePattern();
}
