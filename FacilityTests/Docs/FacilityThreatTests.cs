using System.Reflection;
using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.FacilityTests.Docs;

/// <summary>The part of docs/threat-model.md about the facility's program names tests that exist.</summary>
[TestClass]
public sealed partial class FacilityThreatTests
{
    private const int ColumnCount = 5;

    private static readonly HashSet<string> Tests =
        [.. Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type.GetCustomAttribute<TestClassAttribute>() != null)
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<TestMethodAttribute>() != null)
                .Select(method => $"{type.Name}.{method.Name}"))];

    [TestMethod]
    public void Every_attack_on_the_facility_names_tests_that_exist()
    {
        string document = RepositoryFiles.Read("docs/threat-model.md");
        int start = document.IndexOf("\n## The facility's program\n", StringComparison.Ordinal);
        int end = document.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        List<string[]> rows = [.. Row().Matches(document[start..end]).Select(match => match.Groups[1].Value.Split(" | "))];
        CollectionAssert.AreEqual(Enumerable.Range(1, rows.Count).Select(number => $"F{number}").ToList(),
            rows.Select(row => row[0]).ToList());
        Assert.IsGreaterThanOrEqualTo(11, rows.Count);
        foreach (string[] row in rows)
        {
            Assert.HasCount(ColumnCount, row, row[0]);
            List<string> named = [.. Name().Matches(row[^1]).Select(match => match.Groups[1].Value)];
            Assert.IsNotEmpty(named, row[0]);
            Assert.AreEqual(row[^1], string.Join(", ", named.Select(name => $"`{name}`")), $"{row[0]} names nothing but tests");
            foreach (string name in named)
                Assert.Contains(name, Tests, $"{row[0]} names a test that does not exist");
        }
    }

    [GeneratedRegex(@"^\| (F\d+ \|.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex Name();
}
