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
    private const double PlaceRoom = 5;
    private const double DateRoom = 2.5;
    private const double TypeRoom = 3.5;
    private const double WarningRoom = 3;
    private const double NameSizeMax = 4;
    private const double PlaceSizeMax = 3;
    private const double DateSizeMax = 2;
    private const double TypeSizeMax = 2;
    private const double WarningSizeMax = 2;
    private const int GroupSize = 4;
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
        double below = NameRoom + PlaceRoom + DateRoom + TypeRoom + WarningRoom;
        double side = Math.Min(area.Width - (2 * Padding), area.Height - below - (2 * Padding));
        string date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        double top = area.Height - Padding - below;
        return new LabelLayout(
            area,
            new LabelArea((area.Width - side) / 2, Padding, side, side),
            side / modules,
            runs,
            [
                .. Box(area.Width, top, NameRoom, NameSizeMax, true, door.Name),
                .. Box(area.Width, top + NameRoom, PlaceRoom, PlaceSizeMax, false, $"lock {door.Id} · {facility}"),
                .. Box(area.Width, top + NameRoom + PlaceRoom, DateRoom, DateSizeMax, false, $"generation {door.Generation} · {date}"),
                .. Box(area.Width, area.Height - Padding - WarningRoom - TypeRoom, TypeRoom, TypeSizeMax, false, Groups(setup)),
                .. Box(area.Width, area.Height - Padding - WarningRoom, WarningRoom, WarningSizeMax, false,
                    "SECRET: destroy after provisioning"),
            ]);
    }

    /// <summary>The text of the code in groups, so that a person can type it. lockctl takes it with and without spaces.</summary>
    private static string Groups(string setup) => SetupText.Prefix + " " +
        string.Join(' ', setup[SetupText.Prefix.Length..].Chunk(GroupSize).Select(group => new string(group)));

    /// <summary>Words in the middle of a box across the label.</summary>
    private static IEnumerable<LabelLine> Box(double width, double top, double height, double sizeMax, bool isStrong, string words)
    {
        LabelText text = LabelText.Fit(words, width - (2 * Padding), height, sizeMax);
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
