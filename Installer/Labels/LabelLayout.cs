using System.Globalization;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using QRCoder;

namespace LockFirmware.InstallerTool.Labels;

/// <summary>A rectangle on a page, mm from the left and from the top.</summary>
internal readonly record struct LabelArea(double Left, double Top, double Width, double Height);

/// <summary>One line of text on a label.</summary>
/// <param name="Middle">The middle of the line, mm from the left of the label.</param>
/// <param name="Base">The base line, mm from the top of the label.</param>
/// <param name="Size">The letter height, mm.</param>
/// <param name="IsStrong">Whether it is the name of the lock.</param>
/// <param name="Words">The text.</param>
internal readonly record struct LabelLine(double Middle, double Base, double Size, bool IsStrong, string Words);

/// <summary>Where everything stands on a label: the code, name, number, the text for typing.</summary>
/// <param name="Area">The label on its page.</param>
/// <param name="Code">The code on the label; with its quiet zone.</param>
/// <param name="Module">The side of one dot of the code, mm.</param>
/// <param name="Runs">The dark runs of the code: column, row and length.</param>
/// <param name="Lines">The lines of text.</param>
internal sealed record LabelLayout(LabelArea Area, LabelArea Code, double Module, IReadOnlyList<(int Column, int Row, int Length)> Runs,
    IReadOnlyList<LabelLine> Lines)
{
    /// <summary>Labels on a page.</summary>
    public static readonly int[] PerPageChoices = [4, 8, 15, 24];

    /// <summary>The width of a page, mm.</summary>
    public const double PageWidth = 210;

    /// <summary>The height of a page, mm.</summary>
    public const double PageHeight = 297;

    private const double Margin = 10;
    private const double Padding = 3;
    private const double NameRoom = 6;
    private const double PlaceRoom = 4;
    private const double DateRoom = 2.8;
    private const double TypeRoom = 6.8;
    private const double WarningRoom = 3;
    private const double NameSizeMax = 4;
    private const double PlaceSizeMax = 3;
    private const double DateSizeMax = 2.2;
    private const double TypeSizeMax = 2.2;
    private const double WarningSizeMax = 2.2;
    // The rooms and sizes are those of the smallest label. Larger labels have larger text.
    private const double SmallestHeight = (PageHeight - (2 * Margin)) / 6;
    private const double LargestText = 1.5;
    private const int GroupSize = 4;
    private const int GroupsInALine = 7;
    private const int GroupsInTheFirstLine = 5;
    // The distance from the top of a line to its base line, as a part of the letter height.
    private const double Ascent = 0.9;

    /// <summary>Places the labels of a page.</summary>
    /// <param name="facility">The facility's name.</param>
    /// <param name="doors">At most <paramref name="perPage"/> locks.</param>
    /// <param name="perPage">One of <see cref="PerPageChoices"/>.</param>
    /// <param name="day">The day on which the label is made.</param>
    public static IReadOnlyList<LabelLayout> OfPage(string facility, IReadOnlyList<FacilityLock> doors, int perPage, DateOnly day)
    {
        (int columns, int rows) = perPage switch { 4 => (2, 2), 8 => (2, 4), 15 => (3, 5), _ => (4, 6) };
        double width = (PageWidth - (2 * Margin)) / columns;
        double height = (PageHeight - (2 * Margin)) / rows;
        return [.. doors.Select((door, i) => Of(
            facility, door, new LabelArea(Margin + (i % columns * width), Margin + (i / columns * height), width, height), day))];
    }

    private static LabelLayout Of(string facility, FacilityLock door, LabelArea area, DateOnly day)
    {
        string setup = SetupText.Of(door.Id, Convert.FromHexString(door.SetupSecret));
        (IReadOnlyList<(int, int, int)> runs, int modules) = Modules(setup);
        double larger = Math.Clamp(area.Height / SmallestHeight, 1, LargestText);
        double below = larger * (NameRoom + PlaceRoom + DateRoom + TypeRoom + WarningRoom);
        double side = Math.Min(area.Width - (2 * Padding), area.Height - below - (2 * Padding));
        string date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        double top = area.Height - Padding - below;
        return new LabelLayout(
            area,
            new LabelArea((area.Width - side) / 2, Padding, side, side),
            side / modules,
            runs,
            [
                .. Box(0, NameRoom, true, Fit(door.Name, NameRoom, NameSizeMax)),
                .. Box(NameRoom, PlaceRoom, false, Fit($"lock {door.Id} · {facility}", PlaceRoom, PlaceSizeMax)),
                .. Box(NameRoom + PlaceRoom, DateRoom, false, Fit($"generation {door.Generation} · {date}", DateRoom, DateSizeMax)),
                .. Box(NameRoom + PlaceRoom + DateRoom, TypeRoom, false, LabelText.OfHex(
                    Groups(setup), area.Width - (2 * Padding), larger * TypeRoom, larger * TypeSizeMax)),
                .. Box(NameRoom + PlaceRoom + DateRoom + TypeRoom, WarningRoom, false,
                    Fit("SECRET: destroy after provisioning", WarningRoom, WarningSizeMax)),
            ]);

        LabelText Fit(string words, double room, double sizeMax) =>
            LabelText.Fit(words, area.Width - (2 * Padding), larger * room, larger * sizeMax);

        IEnumerable<LabelLine> Box(double above, double room, bool isStrong, LabelText text) =>
            Place(area.Width, top + (larger * above), larger * room, isStrong, text);
    }

    /// <summary>
    /// The text of the code in groups and lines, so that a person can type it. lockctl takes it with and without spaces.
    /// </summary>
    private static IReadOnlyList<string> Groups(string setup)
    {
        string[] groups = [.. setup[SetupText.Prefix.Length..].Chunk(GroupSize).Select(group => new string(group))];
        return
        [
            $"{SetupText.Prefix} {string.Join(' ', groups.Take(GroupsInTheFirstLine))}",
            .. groups.Skip(GroupsInTheFirstLine).Chunk(GroupsInALine).Select(line => string.Join(' ', line)),
        ];
    }

    /// <summary>Text in the middle of a box across the label.</summary>
    private static IEnumerable<LabelLine> Place(double width, double top, double height, bool isStrong, LabelText text)
    {
        double step = text.Size * LabelText.LineStep;
        double first = top + ((height - (step * text.Lines.Count)) / 2) + (text.Size * Ascent);
        return text.Lines.Select((line, i) => new LabelLine(width / 2, first + (i * step), text.Size, isStrong, line));
    }

    /// <summary>Each dark run of a row as one rectangle; the quiet zone stands around them.</summary>
    private static (IReadOnlyList<(int Column, int Row, int Length)> Runs, int Side) Modules(string text)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        List<(int, int, int)> runs = [];
        for (int row = 0; row < code.ModuleMatrix.Count; row++)
        {
            System.Collections.BitArray line = code.ModuleMatrix[row];
            for (int column = 0; column < line.Length; column++)
            {
                int end = column;
                while (end < line.Length && line[end])
                    end++;
                if (end > column)
                    runs.Add((column, row, end - column));
                column = end;
            }
        }
        return (runs, code.ModuleMatrix.Count);
    }
}
