using System.Globalization;
using System.Text;
using LockFirmware.LockController.Feedback;
using LockFirmware.VirtualBoard.Show;

namespace LockFirmware.Tests.Pc.Signals;

/// <summary>
/// Draws the table of patterns as docs/signals.svg: a row for each signal over five seconds, with the light above and the sound
/// below. Red is dotted and green is plain, so that the drawing can be read without colours.
/// </summary>
internal static class SignalDrawing
{
    private const int Seconds = 5;
    private const int SlotWidth = 10;
    private const int SlotsPerSecond = 1000 / SignalPattern.SlotMs;
    private const int LabelWidth = 210;
    private const int RowHeight = 44;
    private const int HeadHeight = 56;
    private const int LightHeight = 16;
    private const int SoundHeight = 8;
    private const int SlotCount = Seconds * SlotsPerSecond;
    private const int Width = LabelWidth + (SlotCount * SlotWidth) + 20;

    /// <summary>The drawing.</summary>
    public static string Draw()
    {
        StringBuilder svg = new();
        int height = HeadHeight + ((SignalTable.Count - 1) * RowHeight) + 10;
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"14\">\n");
        svg.Append("<title>Light and sound of the lock</title>\n");
        svg.Append("<defs><pattern id=\"r\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\"><rect width=\"4\" height=\"4\" "
            + "fill=\"#d32f2f\"/><circle cx=\"2\" cy=\"2\" r=\"1\" fill=\"#fff\"/></pattern></defs>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>\n");
        Legend(svg);
        for (int second = 0; second <= Seconds; second++)
            Second(svg, second, height);
        for (int i = 1; i < SignalTable.Count; i++)
            Row(svg, (Signal)i, HeadHeight + ((i - 1) * RowHeight));
        return svg.Append("</svg>\n").ToString();
    }

    private static void Legend(StringBuilder svg)
    {
        int x = 12;
        foreach ((char slot, string word) in new[] { ('r', "red"), ('g', "green"), ('y', "both") })
        {
            Light(svg, slot, x, 10, 24);
            Text(svg, x + 30, 23, word);
            x += 90;
        }
        Sound(svg, x, 14, 24);
        Text(svg, x + 30, 23, "buzzer");
    }

    private static void Second(StringBuilder svg, int second, int height)
    {
        int x = LabelWidth + (second * SlotsPerSecond * SlotWidth);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x} {HeadHeight - 4}V{height - 8}\" stroke=\"#ccc\"/>\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x}\" y=\"{HeadHeight - 8}\" text-anchor=\"middle\" font-size=\"11\">{second} s</text>\n");
    }

    private static void Row(StringBuilder svg, Signal signal, int y)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        Text(svg, 12, y + 18, SignalWords.Name(signal));
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"12\" y=\"{y + 33}\" font-size=\"11\" fill=\"#555\">{SignalDocument.HowLong(signal)}</text>\n");
        int end = SignalDocument.IsLasting(signal) ? SlotCount : System.Math.Min(SlotCount, pattern.Slots.Length * pattern.Repeats);
        for (int start = 0; start < end;)
        {
            char slot = pattern.At(start * SignalPattern.SlotMs);
            int next = start;
            while (next < end && pattern.At(next * SignalPattern.SlotMs) == slot)
                next++;
            int x = LabelWidth + (start * SlotWidth);
            Light(svg, slot, x, y + 6, (next - start) * SlotWidth);
            if (SignalPattern.IsSounding(slot))
                Sound(svg, x, y + 25, (next - start) * SlotWidth);
            start = next;
        }
    }

    private static void Light(StringBuilder svg, char slot, int x, int y, int width)
    {
        bool isRed = SignalPattern.IsRed(slot);
        bool isGreen = SignalPattern.IsGreen(slot);
        int half = LightHeight / 2;
        if (isRed)
            Bar(svg, x, y, width, isGreen ? half : LightHeight, "url(#r)");
        if (isGreen)
            Bar(svg, x, isRed ? y + half : y, width, isRed ? half : LightHeight, "#2e7d32");
    }

    private static void Sound(StringBuilder svg, int x, int y, int width) => Bar(svg, x, y, width, SoundHeight, "#222");

    private static void Bar(StringBuilder svg, int x, int y, int width, int height, string fill) =>
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>\n");

    private static void Text(StringBuilder svg, int x, int y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\">{text}</text>\n");
}
