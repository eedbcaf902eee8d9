using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.InstallerTool;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>docs/operations.md treats every case in the same way and in the words of the code.</summary>
[TestClass]
public sealed class OperationsDocumentTests
{
    private static readonly string[] Parts = ["**The tenant sees:**", "**The lock does:**", "**The facility does:**", "**Steps:**"];

    private static readonly HashSet<string> Words =
        [.. new[] { typeof(Status), typeof(EventKind), typeof(NoticeItemKind), typeof(Rights), typeof(Command), typeof(ClockTrust),
            typeof(BootReason), typeof(FaultReason) }
            .SelectMany(type => Enum.GetNames(type))];

    /// <summary>The placeholders of the commands, each with an example value.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        ["<lock>"] = ToolBench.Gate,
        ["<door>"] = ToolBench.Unit,
        ["<port>"] = "/dev/ttyUSB9",
        ["<file>"] = "file.json",
        ["<number>"] = "1",
        ["<moment>"] = "2040-01-01 00:00",
    };

    private readonly string _document = RepositoryFiles.Read("docs/operations.md");

    [TestMethod]
    public void Every_case_says_what_tenant_lock_and_facility_do_and_the_steps()
    {
        foreach ((string name, string text) in Cases())
        {
            int at = 0;
            foreach (string part in Parts)
            {
                int found = text.IndexOf("\n" + part, at, StringComparison.Ordinal);
                Assert.AreNotEqual(-1, found, $"{name}: {part}");
                at = found + 1;
            }
            Assert.Contains("\n1. ", text[at..], $"{name} has steps");
        }
    }

    [TestMethod]
    public void The_table_at_the_top_names_every_case()
    {
        string top = _document[.._document.IndexOf("\n## ", StringComparison.Ordinal)];
        List<string> listed =
            [.. Regex.Matches(top, @"^\| \[([^\]]+)\]\(#", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        List<string> cases = [.. Cases().Select(entry => entry.Name)];
        Assert.HasCount(cases.Count, listed);
        for (int i = 0; i < cases.Count; i++)
            Assert.StartsWith(listed[i], cases[i]);
    }

    [TestMethod]
    public void Statuses_rights_events_and_items_are_named_as_in_the_code()
    {
        List<string> named = [.. Regex.Matches(_document, "`([A-Z][a-z]+[A-Za-z]*)`").Select(match => match.Groups[1].Value).Distinct()];
        Assert.IsGreaterThan(20, named.Count);
        foreach (string name in named)
            Assert.Contains(name, Words);
    }

    [TestMethod]
    public void Every_command_of_the_tool_is_one_that_it_takes()
    {
        List<string> commands = [.. Regex.Matches(_document, "`lockctl ([^`]+)`").Select(match => match.Groups[1].Value).Distinct()];
        Assert.IsGreaterThanOrEqualTo(8, commands.Count);
        using ToolBench bench = new();
        foreach (string command in commands)
        {
            List<string> words = [.. command.Split(' ').Select(word => Places.GetValueOrDefault(word, word))];
            if (words[0] is "status" or "open" or "events" or "identify" or "provision" or "reset")
                words.AddRange(["--virtual", "127.0.0.1:4711"]);
            if (words[0] == "flash")
                words.AddRange(["--nanoff", bench.PathOf("none")]);
            ToolRun run = bench.Run([.. words]);
            Assert.DoesNotContain("--help\"", run.Error, $"{command}: {run.Error}");
            Assert.DoesNotContain("<", string.Join(' ', words), command);
        }
    }

    private List<(string Name, string Text)> Cases()
    {
        List<(string, string)> cases = [.. _document.Split("\n## ").Skip(1).Select(text => (text[..text.IndexOf('\n')], text))];
        Assert.IsGreaterThanOrEqualTo(12, cases.Count);
        return cases;
    }
}
