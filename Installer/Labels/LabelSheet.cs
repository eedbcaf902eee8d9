using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace LockFirmware.InstallerTool.Labels;

/// <summary>Draws an A4 page of labels as SVG, in millimetres. The computer that shows or prints it has the fonts.</summary>
internal static class LabelSheet
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Makes a page.</summary>
    /// <param name="facility">The facility's name.</param>
    /// <param name="labels">The labels of the page.</param>
    public static byte[] Make(string facility, IReadOnlyList<LabelLayout> labels)
    {
        XElement page = new(
            Svg + "svg",
            new XAttribute("width", "210mm"),
            new XAttribute("height", "297mm"),
            new XAttribute("viewBox", "0 0 210 297"),
            new XElement(Svg + "title", $"{facility}: labels, secret"),
            labels.Select(Label));
        return Encoding.UTF8.GetBytes(new XDocument(page).ToString());
    }

    private static XElement Label(LabelLayout label) => new(
        Svg + "g",
        new XAttribute("transform", $"translate({N(label.Area.Left)} {N(label.Area.Top)})"),
        new XElement(
            Svg + "rect",
            new XAttribute("width", N(label.Area.Width)),
            new XAttribute("height", N(label.Area.Height)),
            new XAttribute("fill", "white"),
            new XAttribute("stroke", "#bbb"),
            new XAttribute("stroke-width", "0.1")),
        new XElement(
            Svg + "path",
            new XAttribute("transform", $"translate({N(label.Code.Left)} {N(label.Code.Top)}) scale({N(label.Module)})"),
            new XAttribute("d", string.Concat(label.Runs.Select(run => $"M{run.Column} {run.Row}h{run.Length}v1h-{run.Length}z"))),
            new XAttribute("shape-rendering", "crispEdges")),
        label.Lines.Select(line => new XElement(
            Svg + "text",
            new XAttribute("x", N(line.Middle)),
            new XAttribute("y", N(line.Base)),
            new XAttribute("font-size", N(line.Size)),
            new XAttribute("font-weight", line.IsStrong ? "bold" : "normal"),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("text-anchor", "middle"),
            line.Words)));

    private static string N(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
