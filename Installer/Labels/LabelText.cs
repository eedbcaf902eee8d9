using System.Globalization;
using System.Text;

namespace LockFirmware.InstallerTool.Labels;

/// <summary>Text in a box of a label, as large as it fits in any font.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Size">The letter height, mm.</param>
internal sealed record LabelText(IReadOnlyList<string> Lines, double Size)
{
    /// <summary>The distance between two base lines, as a multiple of the letter height.</summary>
    public const double LineStep = 1.15;

    // The largest widths of letters as a part of their height, also in a bold and wide font.
    private const double WideWidth = 1.15;
    private const double CapitalWidth = 0.85;
    private const double SmallWidth = 0.75;
    private const double HexWidth = 0.75;
    private const double SpaceWidth = 0.4;
    private const int LinesMax = 2;

    /// <summary>Fits text into a box.</summary>
    /// <param name="words">The text.</param>
    /// <param name="width">The width of the box, mm.</param>
    /// <param name="height">The height of the box, mm.</param>
    /// <param name="sizeMax">The largest letter height, mm.</param>
    public static LabelText Fit(string words, double width, double height, double sizeMax)
    {
        LabelText best = new([], 0);
        for (int count = 1; count <= LinesMax; count++)
        {
            string[] lines = Wrap(words, count);
            double size = Math.Min(sizeMax, Math.Min(width / Math.Max(1, lines.Max(Width)), height / (count * LineStep)));
            if (size > best.Size)
                best = new LabelText(lines, size);
        }
        return best;
    }

    /// <summary>Fits lines of hex digits, which are narrow and even, into a box.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="width">The width of the box, mm.</param>
    /// <param name="height">The height of the box, mm.</param>
    /// <param name="sizeMax">The largest letter height, mm.</param>
    public static LabelText OfHex(IReadOnlyList<string> lines, double width, double height, double sizeMax)
    {
        double widest = lines.Max(line => line.Sum(letter => letter == ' ' ? SpaceWidth : HexWidth));
        return new LabelText(lines, Math.Min(sizeMax, Math.Min(width / widest, height / (lines.Count * LineStep))));
    }

    /// <summary>Breaks text into lines. Two lines are broken at the space nearest to the middle; without a space, in the middle.</summary>
    private static string[] Wrap(string words, int count)
    {
        int[] starts = StringInfo.ParseCombiningCharacters(words);
        if (count == 1 || starts.Length < LinesMax)
            return [words];
        int middle = words.Length / 2;
        int[] places = [.. starts.Where(start => start > 0)];
        int[] spaces = [.. places.Where(start => words[start] == ' ')];
        int at = (spaces.Length > 0 ? spaces : places).MinBy(start => Math.Abs(start - middle));
        return [words[..at].TrimEnd(), words[at..].TrimStart()];
    }

    private static double Width(string line) => line.EnumerateRunes().Sum(Width);

    private static double Width(Rune letter)
    {
        if (letter.Value > 0x7FF || letter.Value is 'W' or 'M' or 'm' or 'w' or '@' or '%')
            return WideWidth;
        return Rune.IsUpper(letter) || Rune.IsDigit(letter) ? CapitalWidth : SmallWidth;
    }
}
