using System.Collections;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using QRCoder;

namespace LockFirmware.InstallerTool.Labels;

/// <summary>Draws an A4 page of labels as SVG, in millimetres.</summary>
internal static class LabelSheet
{
    /// <summary>Labels on a page.</summary>
    public static readonly int[] PerPageChoices = [4, 8, 15, 24];

    private const double PageWidth = 210;
    private const double PageHeight = 297;
    private const double Margin = 10;
    private const double Padding = 3;
    private const double NameRoom = 6;
    private const double PlaceRoom = 5;
    private const double WarningRoom = 3;
    private const double NameSizeMax = 4;
    private const double PlaceSizeMax = 3;
    private const double WarningSizeMax = 2;
    // The distance from the top of a line to its base line, as a part of the letter height.
    private const double Ascent = 0.9;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Makes a page.</summary>
    /// <param name="facility">The facility's name.</param>
    /// <param name="doors">At most <paramref name="perPage"/> locks.</param>
    /// <param name="perPage">One of <see cref="PerPageChoices"/>.</param>
    public static byte[] Make(string facility, IReadOnlyList<FacilityLock> doors, int perPage)
    {
        (int columns, int rows) = perPage switch { 4 => (2, 2), 8 => (2, 4), 15 => (3, 5), _ => (4, 6) };
        double width = (PageWidth - (2 * Margin)) / columns;
        double height = (PageHeight - (2 * Margin)) / rows;
        XElement page = new(
            Svg + "svg",
            new XAttribute("width", "210mm"),
            new XAttribute("height", "297mm"),
            new XAttribute("viewBox", "0 0 210 297"),
            new XElement(Svg + "title", $"{facility}: labels, secret"));
        for (int i = 0; i < doors.Count; i++)
            page.Add(Label(facility, doors[i], Margin + (i % columns * width), Margin + (i / columns * height), width, height));
        return Encoding.UTF8.GetBytes(new XDocument(page).ToString());
    }

    private static XElement Label(string facility, FacilityLock door, double left, double top, double width, double height)
    {
        BitArray[] modules = Modules(SetupText.Of(door.Id, Convert.FromHexString(door.SetupSecret)));
        double side = Math.Min(width - (2 * Padding), height - NameRoom - PlaceRoom - WarningRoom - (2 * Padding));
        double module = side / modules.Length;
        double middle = width / 2;
        return new XElement(
            Svg + "g",
            new XAttribute("transform", $"translate({N(left)} {N(top)})"),
            new XElement(
                Svg + "rect",
                new XAttribute("width", N(width)),
                new XAttribute("height", N(height)),
                new XAttribute("fill", "white"),
                new XAttribute("stroke", "#bbb"),
                new XAttribute("stroke-width", "0.1")),
            new XElement(
                Svg + "path",
                new XAttribute("transform", $"translate({N(middle - (side / 2))} {N(Padding)}) scale({N(module)})"),
                new XAttribute("d", PathOf(modules)),
                new XAttribute("shape-rendering", "crispEdges")),
            Box(width, height - Padding - WarningRoom - PlaceRoom - NameRoom, NameRoom, NameSizeMax, "bold", door.Name),
            Box(width, height - Padding - WarningRoom - PlaceRoom, PlaceRoom, PlaceSizeMax, "normal", $"lock {door.Id} · {facility}"),
            Box(width, height - Padding - WarningRoom, WarningRoom, WarningSizeMax, "normal", "SECRET: destroy after provisioning"));
    }

    /// <summary>Words in the middle of a box across the label.</summary>
    private static IEnumerable<XElement> Box(double width, double top, double height, double sizeMax, string weight, string words)
    {
        LabelText text = LabelText.Fit(words, width - (2 * Padding), height, sizeMax);
        double step = text.Size * LabelText.LineStep;
        double first = top + ((height - (step * text.Lines.Count)) / 2) + (text.Size * Ascent);
        return text.Lines.Select((line, i) => Text(width / 2, first + (i * step), text.Size, weight, line));
    }

    private static XElement Text(double x, double y, double size, string weight, string words) => new(
        Svg + "text",
        new XAttribute("x", N(x)),
        new XAttribute("y", N(y)),
        new XAttribute("font-size", N(size)),
        new XAttribute("font-weight", weight),
        new XAttribute("font-family", "sans-serif"),
        new XAttribute("text-anchor", "middle"),
        words);

    private static BitArray[] Modules(string text)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return [.. code.ModuleMatrix];
    }

    /// <summary>Each dark run of a row as one rectangle; the quiet zone stands around them.</summary>
    private static string PathOf(BitArray[] modules)
    {
        StringBuilder path = new();
        for (int row = 0; row < modules.Length; row++)
        {
            for (int column = 0; column < modules[row].Length; column++)
            {
                if (!modules[row][column])
                    continue;
                int end = column;
                while (end < modules[row].Length && modules[row][end])
                    end++;
                path.Append(CultureInfo.InvariantCulture, $"M{column} {row}h{end - column}v1h-{end - column}z");
                column = end;
            }
        }
        return path.ToString();
    }

    private static string N(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
