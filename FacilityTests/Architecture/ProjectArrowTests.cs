using System.Text.RegularExpressions;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.FacilityTests.Architecture;

/// <summary>Which project refers to which other (docs/architecture.md, Arrows between projects).</summary>
[TestClass]
public partial class ProjectArrowTests
{
    private static readonly string[] LeftOut =
        ["Tests", "FacilityTests", "TestKit", "Benchmarks", "FacilityBenchmarks", "DeviceCosts", "Fuzz"];

    [TestMethod]
    public void The_page_draws_the_arrows_of_the_project_files()
    {
        string[] drawn = [.. Drawn().Matches(RepositoryFiles.Read("docs/architecture.md"))
            .Select(match => $"{match.Groups[1].Value} --> {match.Groups[2].Value}").Order(StringComparer.Ordinal)];
        string[] real = [.. References().Where(one => !LeftOut.Contains(one.From) && !IsDeviceTest(one.From))
            .Select(one => $"{one.From} --> {one.To}").Order(StringComparer.Ordinal)];
        Assert.AreEqual(string.Join('\n', real), string.Join('\n', drawn), "docs/architecture.md, Arrows between projects");
    }

    [TestMethod]
    public void The_facility_refers_to_no_firmware_no_model_and_no_tool()
    {
        string[] reached = Reached("Facility");
        Assert.AreSequenceEqual(["KeyCrypto", "KeyIssuing", "LockLink", "Phone"], reached.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public void The_firmware_refers_to_formats_and_on_a_PC_to_the_model_of_the_radio() =>
        Assert.AreSequenceEqual(["KeyCrypto", "VirtualRadio"], Reached("LockController").Order(StringComparer.Ordinal));

    [TestMethod]
    public void No_product_refers_to_what_tests_share()
    {
        foreach ((string from, string to) in References().Where(one => !LeftOut.Contains(one.From) && !IsDeviceTest(one.From)))
            Assert.DoesNotContain(to, LeftOut, $"{from} --> {to}");
    }

    private static string[] Reached(string project)
    {
        ILookup<string, string> next = References().ToLookup(one => one.From, one => one.To);
        HashSet<string> reached = [];
        Stack<string> open = new([project]);
        while (open.TryPop(out string? one))
        {
            foreach (string other in next[one].Where(reached.Add))
                open.Push(other);
        }
        return [.. reached];
    }

    private static IEnumerable<(string From, string To)> References() =>
        RepositoryFiles.Projects().SelectMany(project => XDocument.Parse(RepositoryFiles.Read(project)).Descendants("ProjectReference")
            .Select(reference =>
                (Path.GetFileNameWithoutExtension(project), Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))));

    // Tests/Device: the tests compiled for a board.
    private static bool IsDeviceTest(string project) =>
        RepositoryFiles.Projects().Any(path => path == $"Tests/Device/{project}/{project}.csproj");

    [GeneratedRegex(@"^  (\w+) --> (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Drawn();
}
