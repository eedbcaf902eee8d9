using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.Boards;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>The parts list of docs/install.md has the parts of the drawings, and no other ones.</summary>
[TestClass]
public sealed class PartsListTests
{
    private static readonly string[] Drawings = ["inputs-outputs", "strike-driver", "magnet-driver"];

    // Names like R1 and K2, types like 1N4148 and SMBJ15A, values with their unit.
    private const string Parts = @"\b[RQKFD]\d\b|\b1N\d+|\b2N\d+|\bBC\d+|\bSM[AB]J[\d.]+A|\d+(?:\.\d+)? (?:k?Ω|[µn]F)|\b100 mA";

    [TestMethod]
    public void Every_part_of_a_drawing_is_in_the_list_and_the_reverse()
    {
        SortedSet<string> drawn = [.. Drawings.SelectMany(name => Named(Words(name)))];
        SortedSet<string> listed = Named(List());
        Assert.AreEqual(string.Join(", ", listed), string.Join(", ", drawn));
        Assert.IsGreaterThanOrEqualTo(25, drawn.Count);
    }

    [TestMethod]
    public void The_drawing_in_the_readme_of_each_board_has_the_parts_of_the_strike()
    {
        SortedSet<string> strike = Named(Words("strike-driver"));
        foreach (string path in BoardSources.RealNames.Select(name => $"boards/{name}/README.md"))
        {
            string text = string.Join('\n', FencedBlocks.Of(RepositoryFiles.Read(path)).First().Lines)
                .Replace("kohm", "kΩ", StringComparison.Ordinal).Replace("ohm", "Ω", StringComparison.Ordinal);
            SortedSet<string> drawn = Named(text);
            Assert.IsNotEmpty(drawn, path);
            Assert.IsTrue(drawn.IsSubsetOf(strike), $"{path}: {string.Join(", ", drawn)}");
        }
    }

    private static SortedSet<string> Named(string text) => new(
        Regex.Matches(text, Parts).Select(match => match.Value), StringComparer.Ordinal);

    private static string Words(string drawing)
    {
        XElement svg = XElement.Load(RepositoryFiles.PathOf($"docs/drawings/{drawing}.svg"));
        return string.Join('\n', svg.Descendants(svg.Name.Namespace + "text").Select(text => text.Value));
    }

    /// <summary>The table of chapter 2.</summary>
    private static string List()
    {
        string document = RepositoryFiles.Read("docs/install.md");
        int start = document.IndexOf("| part |", StringComparison.Ordinal);
        return document[start..document.IndexOf("\n\n", start, StringComparison.Ordinal)];
    }
}
