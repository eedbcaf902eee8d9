using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>docs/threat-model.md names for each attack tests that exist.</summary>
[TestClass]
public sealed class ThreatModelTests
{
    private const int ColumnCount = 5;

    private static readonly HashSet<string> Tests = TestNames();

    // FacilityTests checks the section about the facility's program.
    private readonly string _document =
        Regex.Replace(RepositoryFiles.Read("docs/threat-model.md"), @"^## The facility's program\n.*?(?=^## )", "",
            RegexOptions.Multiline | RegexOptions.Singleline);

    [TestMethod]
    public void Every_attack_names_a_test_and_every_test_exists()
    {
        List<string[]> attacks = Rows("## Attacks and answers", 'A');
        Assert.IsGreaterThanOrEqualTo(40, attacks.Count);
        foreach (string[] attack in attacks)
        {
            Assert.HasCount(ColumnCount, attack, attack[0]);
            List<string> named = NamedTests(attack[^1]);
            Assert.IsNotEmpty(named, $"{attack[0]} names no test");
            Assert.AreEqual(attack[^1], string.Join(", ", named.Select(name => $"`{name}`")), $"{attack[0]} names nothing but tests");
            foreach (string name in named)
                Assert.Contains(name, Tests, $"{attack[0]} names a test that does not exist");
        }
    }

    [TestMethod]
    public void Every_test_that_the_prose_names_exists()
    {
        List<string> named = NamedTests(_document);
        Assert.IsNotEmpty(named);
        foreach (string name in named)
            Assert.Contains(name, Tests);
    }

    [TestMethod]
    public void Attacks_and_gaps_are_numbered_and_say_something_in_every_column()
    {
        foreach ((string heading, char letter) in new[] { ("## Attacks and answers", 'A'), ("## What is not defended", 'N') })
        {
            List<string[]> rows = Rows(heading, letter);
            Assert.IsNotEmpty(rows, heading);
            CollectionAssert.AreEqual(Enumerable.Range(1, rows.Count).Select(number => $"{letter}{number}").ToList(),
                rows.Select(row => row[0]).ToList());
            foreach (string[] row in rows)
                Assert.IsTrue(row.All(cell => cell.Length > 2 || cell == row[0]), row[0]);
        }
    }

    /// <summary>The attacks that locks of other makers have seen. Each must be answered or named as not defended.</summary>
    [TestMethod]
    public void Every_attack_that_the_trade_has_seen_is_there()
    {
        string[] sources =
        [
            "DEF CON 24", "33C3", "Ho et al. 2016", "CVE-2023-7006", "CVE-2022-32507", "CVE-2022-32502", "CVE-2022-32504", "CVE-2022-32503",
            "Rolling the clock back", "nonces", "Holding the only connection", "Flooding the trail", "Suppressing or altering the trail",
                "NCC Group 2022",
        ];
        string rows =
            string.Join('\n', Rows("## Attacks and answers", 'A').Concat(Rows("## What is not defended", 'N'))
                .Select(row => string.Join('|', row)));
        foreach (string source in sources)
            Assert.Contains(source, rows);
    }

    private static List<string> NamedTests(string text) =>
        [.. Regex.Matches(text, @"`(\w+Tests\.\w+)`").Select(match => match.Groups[1].Value)];

    private static HashSet<string> TestNames() =>
        [.. Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type.GetCustomAttribute<TestClassAttribute>() != null)
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<TestMethodAttribute>() != null)
                .Select(method => $"{type.Name}.{method.Name}"))];

    private List<string[]> Rows(string heading, char letter)
    {
        int start = _document.IndexOf(heading, StringComparison.Ordinal);
        Assert.AreNotEqual(-1, start, heading);
        int end = _document.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return [.. Regex.Matches(_document[start..end], @"^\| (" + letter + @"\d+ \|.*) \|$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value.Split(" | "))];
    }
}
