using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LockFirmware.LockLink;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Sheets of labels: a camera reads the setup secret of the lock from its label.</summary>
[TestClass]
public sealed class LabelTests
{
    // The picture is straight and clean. Looking for the corners of the code, as in a photograph, ZXing misses one label in a hundred.
    private static readonly Dictionary<DecodeHintType, object> Clean = new() { [DecodeHintType.PURE_BARCODE] = true };

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [TestMethod]
    [DataRow("0000000000000000000000000000000000000000000000000000000000000000", DisplayName = "digits alone")]
    [DataRow("0123456789012345678901234567890123456789abcdefabcdefabcdefabcdef", DisplayName = "digits, then letters")]
    [DataRow("abcdefabcdefabcdefabcdef0123456789012345678901234567890123456789", DisplayName = "letters, then digits")]
    [DataRow("abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcd", DisplayName = "letters alone")]
    [DataRow("a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90", DisplayName = "mixed")]
    public void What_is_printed_can_be_read_again(string gateSecret)
    {
        using ToolBench bench = new();
        bench.ChangeFacility(facility => facility["locks"]![0]!["setupSecret"] = gateSecret);
        ToolRun run = bench.Run("label", "--svg", "--out", bench.PathOf("sheet"));
        Assert.AreEqual(0, run.Code, run.Error);
        StringAssert.Contains(run.Error, "secret");
        XElement[] labels = [.. XDocument.Load(bench.PathOf("sheet-1.svg")).Root!.Elements(Svg + "g")];
        Assert.HasCount(2, labels);
        string[] names = [ToolBench.Gate, ToolBench.Unit];
        for (int i = 0; i < names.Length; i++)
        {
            string text = Scan(labels[i].Element(Svg + "path")!);
            (uint LockId, byte[] SetupSecret)? setup = SetupText.TryRead(text);
            Assert.IsNotNull(setup, text);
            Assert.AreEqual((uint)i + 1, setup.Value.LockId);
            CollectionAssert.AreEqual(bench.SetupSecretOf(names[i]), setup.Value.SetupSecret);
            Assert.IsTrue(labels[i].Elements(Svg + "text").Any(words => words.Value == names[i]), "the name beside it");
        }
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(24)]
    public void Words_stay_on_their_label_in_any_font_and_none_is_left_out(int perPage)
    {
        string[] names =
            [new('W', 40), "Übergröße Łódź 東京店 倉庫",
                "The very long name of a door that is 40!", "مخزن شمالي", new('倉', 40), "A",
                "<A&B> 'quoted'", "e\u0301" + new string('i', 38)];
        using ToolBench bench = new(false);
        string facility = new('M', 40);
        bench.Ok("facility", "new", "--name", facility, "--zone-rule", "UTC0");
        bench.WriteList([.. names.Select((name, i) => $"{4294967000 + i},{name},esp32,entry,,")]);
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        bench.Ok("label", "--svg", "--per-page", $"{perPage}", "--out", bench.PathOf("sheet"));
        XElement[] labels =
            [.. Directory.GetFiles(bench.Folder, "sheet-*.svg").Order(StringComparer.Ordinal)
                .SelectMany(file => XDocument.Load(file).Root!.Elements(Svg + "g"))];
        Assert.HasCount(names.Length, labels);
        for (int i = 0; i < names.Length; i++)
        {
            XElement[] texts = [.. labels[i].Elements(Svg + "text")];
            double bottom = 0;
            foreach (XElement text in texts)
            {
                double size = (double)text.Attribute("font-size")!;
                Assert.IsGreaterThan(0.9, size, $"{text.Value} can be read");
                Assert.IsLessThan((double)labels[i].Element(Svg + "rect")!.Attribute("width")!,
                    size * WidestSetup(text.Value).EnumerateRunes().Sum(WidestOf), text.Value);
                double foot = (double)text.Attribute("y")!;
                Assert.IsGreaterThanOrEqualTo(bottom, foot - (0.75 * size), $"{text.Value} covers the line above");
                bottom = foot + (0.21 * size);
            }
            Assert.IsLessThan((double)labels[i].Element(Svg + "rect")!.Attribute("height")!, bottom);
            string all = string.Concat(texts.Select(text => text.Value));
            Assert.Contains(names[i].Replace(" ", string.Empty, StringComparison.Ordinal),
                all.Replace(" ", string.Empty, StringComparison.Ordinal));
            Assert.Contains(facility, all);
            Assert.Contains($"{4294967000 + i}", all);
        }
    }

    [TestMethod]
    [DataRow(4, 6)]
    [DataRow(24, 1)]
    public void A_sheet_holds_so_many_labels_and_none_lies_outside(int perPage, int pages)
    {
        using ToolBench bench = new();
        bench.WriteList([.. Enumerable.Range(3, 20).Select(id => $"{id},Unit {id},esp32-c3,unit,,")]);
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        bench.Ok("label", "--svg", "--per-page", $"{perPage}", "--out", bench.PathOf("sheet"));
        string[] files = Directory.GetFiles(bench.Folder, "sheet-*.svg");
        Assert.HasCount(pages, files);
        int count = 0;
        foreach (XElement label in files.SelectMany(file => XDocument.Load(file).Root!.Elements(Svg + "g")))
        {
            double[] at = Numbers((string)label.Attribute("transform")!);
            XElement frame = label.Element(Svg + "rect")!;
            Assert.IsLessThanOrEqualTo(200.001, at[0] + (double)frame.Attribute("width")!);
            Assert.IsLessThanOrEqualTo(287.001, at[1] + (double)frame.Attribute("height")!);
            count++;
        }
        Assert.AreEqual(22, count);
    }

    /// <summary>The text itself, or for a line of the random setup text the widest such line: D is the widest hex digit.</summary>
    private static string WidestSetup(string line) =>
        Regex.Replace(line, "(?<=^LF1:SETUP: |^)([0-9A-F]{4} ?)+$", match => Regex.Replace(match.Value, "[0-9A-F]", "D"));

    /// <summary>
    /// The greatest width of a letter in a bold sans-serif font, in multiples of its height (DejaVu Sans Bold: W 1.10, M 1.00, G 0.82, m
    /// 1.04, b 0.72, the space 0.35).
    /// </summary>
    private static double WidestOf(System.Text.Rune letter) => letter.Value switch
    {
        'W' or 'm' => 1.11,
        'M' or '%' or '@' or > 0x7FF => 1.01,
        ' ' => 0.36,
        _ => System.Text.Rune.IsUpper(letter) ? 0.83 : 0.73,
    };

    /// <summary>
    /// The printed code as a camera sees it: 300 dots per inch, which do not fall on the edges of the code's modules.
    /// </summary>
    private static string Scan(XElement path)
    {
        double[] placed = Numbers((string)path.Attribute("transform")!);
        double dots = placed[2] * 300 / 25.4;
        int[][] runs = [.. Regex.Matches((string)path.Attribute("d")!, @"M(\d+) (\d+)h(\d+)v1h-\3z")
            .Select(match => match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray())];
        Assert.IsGreaterThanOrEqualTo(4, runs.Min(run => run[1]), "the quiet zone");
        int side = (int)((runs.Max(run => run[1]) + 5) * dots);
        byte[] light = [.. Enumerable.Repeat(byte.MaxValue, side * side)];
        foreach (int[] run in runs)
        {
            for (int y = (int)Math.Round(run[1] * dots); y < (int)Math.Round((run[1] + 1) * dots); y++)
                light.AsSpan((y * side) + (int)Math.Round(run[0] * dots),
                    (int)Math.Round((run[0] + run[2]) * dots) - (int)Math.Round(run[0] * dots)).Clear();
        }
        LuminanceSource source = new RGBLuminanceSource(light, side, side, RGBLuminanceSource.BitmapFormat.Gray8);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), Clean)?.Text ?? string.Empty;
    }

    private static double[] Numbers(string text) =>
        [.. Regex.Matches(text, "[0-9.]+").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
}
