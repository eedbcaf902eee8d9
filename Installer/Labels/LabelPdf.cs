using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace LockFirmware.InstallerTool.Labels;

/// <summary>Draws pages of labels as one PDF, which every computer prints in the same way: it carries its font.</summary>
internal static class LabelPdf
{
    private const double FramePoints = 0.3;
    private const double TagWidth = 62;
    private const double TagHeight = 29;
    private const double TagPadding = 2;
    private const double TagNameRoom = 10;
    private const double TagLineRoom = 4.5;

    /// <summary>Makes the document.</summary>
    /// <param name="facility">The facility's name.</param>
    /// <param name="pages">The labels of each page.</param>
    public static byte[] Make(string facility, IEnumerable<IReadOnlyList<LabelLayout>> pages)
    {
        PdfFont.Use();
        using PdfDocument document = new();
        document.Info.Title = $"{facility}: labels, secret";
        foreach (IReadOnlyList<LabelLayout> labels in pages)
        {
            PdfPage page = document.AddPage();
            page.Size = PageSize.A4;
            using XGraphics drawing = XGraphics.FromPdfPage(page);
            foreach (LabelLayout label in labels)
                Draw(drawing, label);
        }
        using MemoryStream bytes = new();
        document.Save(bytes, false);
        return bytes.ToArray();
    }

    /// <summary>Makes a tag of 62 x 29 mm, as label printers have it.</summary>
    /// <param name="name">The name of the lock, in large letters.</param>
    /// <param name="lines">What stands below it.</param>
    public static byte[] Tag(string name, IReadOnlyList<string> lines)
    {
        PdfFont.Use();
        using PdfDocument document = new();
        PdfPage page = document.AddPage();
        page.Width = XUnit.FromMillimeter(TagWidth);
        page.Height = XUnit.FromMillimeter(TagHeight);
        using XGraphics drawing = XGraphics.FromPdfPage(page);
        double at = TagPadding;
        foreach ((string words, double room) in lines.Select(line => (line, TagLineRoom)).Prepend((name, TagNameRoom)))
        {
            LabelText text = LabelText.Fit(words, TagWidth - (2 * TagPadding), room, room / LabelText.LineStep);
            foreach (string line in text.Lines)
            {
                at += text.Size * LabelText.LineStep;
                XFont font = new(PdfFont.Family, P(text.Size));
                drawing.DrawString(line, font, XBrushes.Black, new XPoint(P(TagWidth / 2), P(at)), XStringFormats.BaseLineCenter);
            }
        }
        using MemoryStream bytes = new();
        document.Save(bytes, false);
        return bytes.ToArray();
    }

    private static void Draw(XGraphics drawing, LabelLayout label)
    {
        LabelArea area = label.Area;
        drawing.DrawRectangle(new XPen(XColors.LightGray, FramePoints), P(area.Left), P(area.Top), P(area.Width), P(area.Height));
        foreach ((int column, int row, int length) in label.Runs)
        {
            drawing.DrawRectangle(
                XBrushes.Black,
                P(area.Left + label.Code.Left + (column * label.Module)),
                P(area.Top + label.Code.Top + (row * label.Module)),
                P(length * label.Module),
                P(label.Module));
        }
        foreach (LabelLine line in label.Lines)
        {
            XFont font = new(PdfFont.Family, P(line.Size), line.IsStrong ? XFontStyleEx.Bold : XFontStyleEx.Regular);
            drawing.DrawString(line.Words, font, XBrushes.Black, new XPoint(P(area.Left + line.Middle), P(area.Top + line.Base)),
                XStringFormats.BaseLineCenter);
        }
    }

    private static double P(double millimetres) => XUnit.FromMillimeter(millimetres).Point;
}
