using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.InstallerTool.Labels;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using PdfSharp.Pdf;
using PdfSharp.Pdf.Content;
using PdfSharp.Pdf.Content.Objects;
using PdfSharp.Pdf.IO;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Labels as one PDF.</summary>
[TestClass]
public sealed class LabelPdfTests
{
    private const double DotsPerPoint = 300.0 / 72;

    [TestMethod]
    public void A_camera_reads_the_setup_secret_of_each_lock_from_the_printed_page()
    {
        using ToolBench bench = new();
        StringAssert.Contains(bench.Ok("label", "--out", bench.PathOf("sheet")), "2 labels on 1 page: ");
        List<double[]>[] codes = [.. Codes(bench.PathOf("sheet.pdf"), 0)];
        Assert.HasCount(2, codes);
        string[] names = [ToolBench.Gate, ToolBench.Unit];
        for (int i = 0; i < names.Length; i++)
        {
            (uint LockId, byte[] SetupSecret)? setup = SetupText.TryRead(Scan(codes[i]));
            Assert.IsNotNull(setup, names[i]);
            Assert.AreEqual((uint)i + 1, setup.Value.LockId);
            CollectionAssert.AreEqual(bench.SetupSecretOf(names[i]), setup.Value.SetupSecret);
        }
    }

    [TestMethod]
    [DataRow(4, 6)]
    [DataRow(24, 1)]
    public void Every_page_carries_its_labels(int perPage, int pages)
    {
        using ToolBench bench = new();
        const string More = "Größe Łódź Αθήνα Москва";
        bench.WriteList([.. Enumerable.Range(3, 20).Select(id => $"{id},Unit {id} {More},esp32-c3,unit,,")]);
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        bench.Ok("label", "--per-page", $"{perPage}", "--out", bench.PathOf("sheet"));
        using PdfDocument document = PdfReader.Open(bench.PathOf("sheet.pdf"), PdfDocumentOpenMode.Import);
        Assert.AreEqual(pages, document.PageCount);
        Assert.AreEqual(22, Enumerable.Range(0, pages).Sum(page => Codes(bench.PathOf("sheet.pdf"), page).Count));
        Assert.IsEmpty(Directory.GetFiles(bench.Folder, "*.svg"));
    }

    [TestMethod]
    [DataRow("東京店")]
    [DataRow("مخزن شمالي")]
    [DataRow("שער")]
    [DataRow("दरवाज़ा")]
    public void A_name_that_the_font_cannot_show_is_refused_and_SVG_takes_it(string name)
    {
        using ToolBench bench = new();
        bench.WriteList($"3,{name},esp32,entry,,");
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        ToolRun run = bench.Run("label", "--out", bench.PathOf("sheet"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "--svg");
        Assert.IsFalse(File.Exists(bench.PathOf("sheet.pdf")));
        bench.Ok("label", "--svg", "--out", bench.PathOf("sheet"));
    }

    [TestMethod]
    public void What_a_label_says_can_be_typed_where_nothing_scans()
    {
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.Ok("label", ToolBench.Gate, "--svg", "--out", bench.PathOf("sheet"));
        string[] words = [.. System.Xml.Linq.XDocument.Load(bench.PathOf("sheet-1.svg")).Descendants()
            .Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.IsTrue(words.Any(word => word.Contains("generation 1 · 2026-", StringComparison.Ordinal)), string.Join('\n', words));
        int at = Array.FindIndex(words, word => word.StartsWith(SetupText.Prefix, StringComparison.Ordinal));
        // As a person reads it off its lines, in small letters.
        string typed = string.Join(' ', words[at..].TakeWhile(word => !word.StartsWith("SECRET", StringComparison.Ordinal)))
            .ToLowerInvariant();
        Assert.Contains(' ', typed);
        StringAssert.Contains(bench.OkAt("provision", ToolBench.Gate, "--setup", typed), "has its identity");
    }

    [TestMethod]
    [DataRow(8, 2.9)]
    [DataRow(24, 1.65)]
    public void Every_line_of_a_label_is_large_enough_to_be_read_and_stands_on_it(int perPage, double typeSizeMin)
    {
        FacilityLock door = new()
        {
            Id = uint.MaxValue,
            Name = "Building North-West side entrance door 1",
            Board = "esp32",
            Kind = DoorKind.Entry,
            IsExit = false,
            SetupSecret = new string('d', 64),
            Generation = ushort.MaxValue,
        };
        LabelLayout label = LabelLayout.OfPage("Silver Creek Storage", [door], perPage, new DateOnly(2026, 11, 29)).Single();
        double before = label.Code.Top + label.Code.Height;
        foreach (LabelLine line in label.Lines)
        {
            Assert.IsGreaterThanOrEqualTo(1.5, line.Size, $"{line.Words}: {line.Size} mm");
            Assert.IsGreaterThanOrEqualTo(before, line.Base - (0.75 * line.Size), $"{line.Words} stands on what is above it");
            before = line.Base;
        }
        Assert.IsLessThan(label.Area.Height - 2, before);
        LabelLine[] typed = [.. label.Lines.Where(line => line.Words.StartsWith("DDDD", StringComparison.Ordinal))];
        Assert.HasCount(2, typed);
        Assert.IsTrue(typed.All(line => line.Size >= typeSizeMin), $"{typed[0].Size} mm");
        Assert.IsGreaterThan(0.4, label.Module, "a dot of the code, mm");
    }

    [TestMethod]
    public void The_font_has_what_it_is_said_to_have()
    {
        Assert.IsNull(PdfFont.Missing("Größe Łódź Αθήνα Москва Tiếng Việt – 12 € · №"));
        Assert.AreEqual("東", PdfFont.Missing("Gate 東")?.ToString());
        Assert.AreEqual("😀", PdfFont.Missing("😀")?.ToString());
        Assert.AreEqual("\u0634", PdfFont.Missing("\u0634")?.ToString());
    }

    /// <summary>The filled rectangles of a page, label by label: each frame begins a label.</summary>
    private static List<List<double[]>> Codes(string path, int page)
    {
        using PdfDocument document = PdfReader.Open(path, PdfDocumentOpenMode.Import);
        List<List<double[]>> labels = [];
        double[] last = [];
        foreach (COperator item in ContentReader.ReadContent(document.Pages[page]).OfType<COperator>())
        {
            switch (item.Name)
            {
                case "re":
                    last = [.. item.Operands.Select(NumberOf)];
                    break;
                case "S":
                    labels.Add([]);
                    break;
                case "f" or "f*" when last.Length > 0:
                    labels[^1].Add(last);
                    last = [];
                    break;
            }
        }
        return labels;
    }

    private static double NumberOf(CObject value) => value switch
    {
        CInteger whole => whole.Value,
        CReal real => real.Value,
        _ => throw new InvalidDataException($"{value} is no number."),
    };

    /// <summary>What a camera sees: 300 dots per inch, with a white edge.</summary>
    private static string Scan(List<double[]> dots)
    {
        const int Edge = 40;
        double left = dots.Min(dot => dot[0]);
        double top = dots.Max(dot => Math.Max(dot[1], dot[1] + dot[3]));
        double bottom = dots.Min(dot => Math.Min(dot[1], dot[1] + dot[3]));
        int side = (int)((top - bottom) * DotsPerPoint) + (2 * Edge);
        byte[] light = [.. Enumerable.Repeat(byte.MaxValue, side * side)];
        foreach (double[] dot in dots)
        {
            int firstRow = Row(Math.Max(dot[1], dot[1] + dot[3]));
            int firstColumn = Column(dot[0]);
            for (int row = firstRow; row < Row(Math.Min(dot[1], dot[1] + dot[3])); row++)
                light.AsSpan((row * side) + firstColumn, Column(dot[0] + dot[2]) - firstColumn).Clear();
        }
        LuminanceSource source = new RGBLuminanceSource(light, side, side, RGBLuminanceSource.BitmapFormat.Gray8);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)))?.Text ?? string.Empty;

        int Row(double y) => Edge + (int)Math.Round((top - y) * DotsPerPoint);
        int Column(double x) => Edge + (int)Math.Round((x - left) * DotsPerPoint);
    }
}
