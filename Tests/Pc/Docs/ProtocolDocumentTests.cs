using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Pc.Vectors;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>docs/protocol.md and the code name the same sections and the same numbers.</summary>
[TestClass]
public sealed class ProtocolDocumentTests
{
    private static readonly string Root = Path.GetDirectoryName(Path.GetDirectoryName(VectorFile.Path))!;

    private readonly string _document = File.ReadAllText(Path.Combine(Root, "docs", "protocol.md"));

    [TestMethod]
    public void Every_section_that_a_docstring_names_exists()
    {
        HashSet<string> sections =
            [.. Regex.Matches(_document, @"^#{2,3} (\d+(\.\d+)?)\.? ", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        int references = 0;
        foreach (string file in SourceFiles())
        {
            foreach (Match match in Regex.Matches(File.ReadAllText(file), @"docs/protocol\.md, (\d+(?:\.\d+)?(?:, \d+(?:\.\d+)?)*)"))
            {
                references++;
                foreach (string section in match.Groups[1].Value.Split(", "))
                    Assert.Contains(section, sections, $"{Path.GetFileName(file)} names section {section}");
            }
        }
        Assert.IsGreaterThanOrEqualTo(40, references);
    }

    [TestMethod]
    public void The_commands_are_those_of_the_code() => CheckTable("### 4.2", Names<Command>());

    [TestMethod]
    public void The_statuses_are_those_of_the_code() => CheckTable("### 4.3", Names<Status>());

    [TestMethod]
    public void The_items_of_notices_are_those_of_the_code() => CheckTable("### 6.1", Names<NoticeItemKind>());

    [TestMethod]
    public void The_kinds_of_events_are_those_of_the_code() => CheckTable("### 7.1", Names<EventKind>());

    [TestMethod]
    public void Each_kind_of_event_has_a_worst_rate() => CheckTable("### 7.2", Names<EventKind>());

    [TestMethod]
    public void The_rights_are_those_of_the_code()
    {
        List<string> expected = [];
        for (int bit = 0; 1 << bit < (int)Rights.All; bit++)
            expected.Add($"{bit} {(Rights)(1 << bit)}");
        CheckTable("### 3.2", expected);
    }

    private static IEnumerable<string> SourceFiles()
    {
        foreach (string room in new[] { "KeyCrypto", "LockController", "boards" })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, room), "*.cs", SearchOption.AllDirectories))
                yield return file;
        }
    }

    private static List<string> Names<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => $"{Convert.ToInt32(value)} {value}")];

    private void CheckTable(string heading, List<string> expected)
    {
        int start = _document.IndexOf(heading, StringComparison.Ordinal);
        int end = _document.IndexOf("\n#", start + 1, StringComparison.Ordinal);
        List<string> rows = [.. Regex.Matches(_document[start..end], @"^\| (\d+) \| (\w+) \|", RegexOptions.Multiline)
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}")];
        CollectionAssert.AreEqual(expected, rows, heading);
    }
}
