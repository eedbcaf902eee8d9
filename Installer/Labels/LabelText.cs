using System.Globalization;
using System.Text;

namespace LockFirmware.InstallerTool.Labels;

/// <summary>Words in a box of a label: on one line or two, as large as they fit, whatever font draws them.</summary>
/// <param name="Lines">One or two.</param>
/// <param name="Size">The letters' height, mm.</param>
internal sealed record LabelText(IReadOnlyList<string> Lines, double Size)
{
    /// <summary>From the foot of one line to that of the next, in heights of the letters.</summary>
    public const double LineStep = 1.15;

    // Upper bounds of the widths in heights of the letters, also in a bold and wide font.
    private const double WideWidth = 1.15;
    private const double CapitalWidth = 0.85;
    private const double SmallWidth = 0.75;
    private const int LinesMax = 2;

    /// <summary>Fits words into a box.</summary>
    /// <param name="words">What is to be read.</param>
    /// <param name="width">The box, mm.</param>
    /// <param name="height">The box, mm.</param>
    /// <param name="sizeMax">The largest letters, mm.</param>
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

    /// <summary>In two lines at the space that is nearest to the middle, without one in the middle.</summary>
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
