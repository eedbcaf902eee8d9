using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>The changelog has the version that the projects are built as, and its entries are in order.</summary>
[TestClass]
public sealed partial class ChangelogTests
{
    [TestMethod]
    public void The_version_of_the_projects_is_the_newest_entry()
    {
        string version = XDocument.Parse(RepositoryFiles.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.AreEqual(version, Entries().First(entry => entry.Version != "Unreleased").Version);
    }

    [TestMethod]
    public void Entries_are_ordered_from_the_newest_and_dated()
    {
        (string Version, string Date)[] entries = [.. Entries().SkipWhile(entry => entry.Version == "Unreleased")];
        foreach ((string version, string date) in entries)
            Assert.IsTrue(DateOnly.TryParseExact(date, "yyyy-MM-dd", out _), $"{version}: {date}");
        Version[] versions = [.. entries.Select(entry => Version.Parse(entry.Version))];
        Assert.AreSequenceEqual([.. versions.OrderDescending()], versions);
    }

    private static (string Version, string Date)[] Entries() =>
        [.. Entry().Matches(RepositoryFiles.Read("CHANGELOG.md"))
            .Select(match => (match.Groups["version"].Value, match.Groups["date"].Value))];

    [GeneratedRegex(@"^## \[(?<version>[^\]]+)\](?: - (?<date>\S+))?$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
