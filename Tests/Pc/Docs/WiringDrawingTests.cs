using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>docs/drawings/wiring-*.svg show the pins that the boards have.</summary>
[TestClass]
public sealed class WiringDrawingTests
{
    public static IEnumerable<object[]> Boards =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf("boards"), "board.json", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => new object[] { Path.GetFileName(Path.GetDirectoryName(path)!) });

    [TestMethod]
    [DynamicData(nameof(Boards))]
    public void Every_board_has_a_drawing_with_its_pins_and_no_other(string board)
    {
        using JsonDocument file = JsonDocument.Parse(RepositoryFiles.Read($"boards/{board}/board.json"));
        List<string> expected = [.. file.RootElement.GetProperty("pins").EnumerateArray()
            .Select(pin => $"{pin.GetProperty("signal").GetString()} GPIO {pin.GetProperty("gpio").GetInt32()}")
            .Order(StringComparer.Ordinal)];
        XElement svg = XElement.Load(RepositoryFiles.PathOf($"docs/drawings/wiring-{board}.svg"));
        XNamespace ns = svg.Name.Namespace;
        List<string> drawn =
            [.. svg.Elements(ns + "g").Select(group => $"{group.Attribute("data-signal")?.Value} {PinIn(group, ns)}")
                .Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(expected, drawn);
        Assert.AreEqual(expected.Count, svg.Descendants(ns + "text")
            .Count(text => text.Value.StartsWith("GPIO ", StringComparison.Ordinal)));
        foreach (string entry in expected)
            Assert.Contains(entry[entry.IndexOf("GPIO", StringComparison.Ordinal)..], svg.Element(ns + "desc")!.Value);
    }

    private static string PinIn(XElement group, XNamespace ns) =>
        group.Elements(ns + "text").Select(text => text.Value).Single(text => text.StartsWith("GPIO ", StringComparison.Ordinal));
}
