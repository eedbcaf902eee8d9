using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Sheets of labels: what a camera reads from them is the setup secret of that lock.</summary>
[TestClass]
public sealed class LabelTests
{
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
        ToolRun run = bench.Run("label", "--out", bench.PathOf("sheet"));
        Assert.AreEqual(0, run.Code, run.Error);
        StringAssert.Contains(run.Error, "secret");
        XElement[] labels = [.. XDocument.Load(bench.PathOf("sheet-1.svg")).Root!.Elements(Svg + "g")];
        Assert.HasCount(2, labels);
        string[] names = [ToolBench.Gate, ToolBench.Unit];
        for (int i = 0; i < names.Length; i++)
        {
            string text = QrReader.Read(Modules(labels[i].Element(Svg + "path")!));
            (uint LockId, byte[] SetupSecret)? setup = SetupText.TryRead(text);
            Assert.IsNotNull(setup, text);
            Assert.AreEqual((uint)i + 1, setup.Value.LockId);
            CollectionAssert.AreEqual(bench.SetupSecretOf(names[i]), setup.Value.SetupSecret);
            Assert.IsTrue(labels[i].Elements(Svg + "text").Any(words => words.Value == names[i]), "the name beside it");
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
        bench.Ok("label", "--per-page", $"{perPage}", "--out", bench.PathOf("sheet"));
        string[] files = Directory.GetFiles(bench.Folder, "sheet-*.svg");
        Assert.HasCount(pages, files);
        int count = 0;
        foreach (XElement label in files.SelectMany(file => XDocument.Load(file).Root!.Elements(Svg + "g")))
        {
            double[] at = [.. Regex.Matches((string)label.Attribute("transform")!, "[0-9.]+").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
            XElement frame = label.Element(Svg + "rect")!;
            Assert.IsLessThanOrEqualTo(200.001, at[0] + (double)frame.Attribute("width")!);
            Assert.IsLessThanOrEqualTo(287.001, at[1] + (double)frame.Attribute("height")!);
            count++;
        }
        Assert.AreEqual(22, count);
    }

    /// <summary>The dark modules that a label's path draws.</summary>
    private static bool[,] Modules(XElement path)
    {
        int[][] runs = [.. Regex.Matches((string)path.Attribute("d")!, @"M(\d+) (\d+)h(\d+)v1h-\3z")
            .Select(match => match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray())];
        int first = runs.Min(run => run[1]);
        int size = runs.Max(run => run[1]) - first + 1;
        bool[,] modules = new bool[size, size];
        foreach (int[] run in runs)
        {
            for (int i = 0; i < run[2]; i++)
                modules[run[1] - first, run[0] - first + i] = true;
        }
        Assert.IsGreaterThanOrEqualTo(4, first, "the quiet zone");
        return modules;
    }
}
