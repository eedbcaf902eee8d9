using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

[TestClass]
public partial class PackageTests
{
    private const string Prefix = "nanoFramework.";

    // The firmware of the boards is made for the released 1.x versions.
    private static readonly Dictionary<string, string> Card = new()
    {
        ["CoreLibrary"] = "1.17.11",
        ["Runtime.Events"] = "1.11.37",
        ["Runtime.Native"] = "1.7.11",
        ["System.Collections"] = "1.5.75",
        ["System.Text"] = "1.3.42",
        ["System.IO.Streams"] = "1.1.96",
        ["System.IO.FileSystem"] = "1.1.93",
        ["System.Device.Gpio"] = "1.1.62",
        ["System.Security.Cryptography"] = "1.0.43",
        ["Device.Bluetooth"] = "1.1.123",
        ["TestFramework"] = "3.0.77",
    };

    [TestMethod]
    public void Every_package_has_one_exact_version()
    {
        XElement[] versions = [.. Versions()];
        foreach (XElement version in versions)
            Assert.MatchesRegex(ExactVersion(), version.Attribute("Version")!.Value, $"{version}");
        Assert.HasCount(versions.Length, versions.Select(Name).Distinct());
        Assert.IsGreaterThan(20, versions.Length);
    }

    [TestMethod]
    public void No_project_gives_a_version_of_its_own()
    {
        foreach ((string project, XElement package) in Packages())
        {
            Assert.IsNull(package.Attribute("Version"), $"{project}: {package}");
            Assert.IsNull(package.Attribute("VersionOverride"), $"{project}: {package}");
        }
    }

    [TestMethod]
    public void Every_version_is_used_by_a_project()
    {
        string[] used = [.. Packages().Select(one => Name(one.Package)).Distinct().Order()];
        Assert.AreSequenceEqual(used, [.. Versions().Select(Name).Order()]);
    }

    [TestMethod]
    public void A_board_restores_only_the_packages_of_the_card()
    {
        int count = 0;
        foreach ((string project, XElement package) in Packages().Where(one => IsForBoards(one.Package)))
        {
            Assert.IsTrue(Name(package).StartsWith(Prefix) && Card.ContainsKey(Name(package)[Prefix.Length..]), $"{project}: {package}");
            count++;
        }
        Assert.IsGreaterThan(10, count);
        foreach (XElement version in Versions().Where(IsForBoards))
            Assert.AreEqual(Card[Name(version)[Prefix.Length..]], version.Attribute("Version")!.Value, Name(version));
    }

    [TestMethod]
    public void A_package_of_the_device_is_never_restored_for_the_PC()
    {
        foreach ((string project, XElement package) in Packages().Where(one => !IsForBoards(one.Package)))
            Assert.DoesNotStartWith(Prefix, Name(package), project);
    }

    [TestMethod]
    public void Nothing_but_the_projects_names_packages()
    {
        XDocument properties = XDocument.Parse(RepositoryFiles.Read("Directory.Build.props"));
        Assert.IsEmpty(properties.Descendants("PackageReference"));
    }

    [TestMethod]
    public void The_tools_of_the_device_build_have_exact_versions()
    {
        XDocument properties = XDocument.Parse(RepositoryFiles.Read("Directory.Build.props"));
        Assert.AreEqual("3.0.29", properties.Descendants("NanoFrameworkMDPVersion").Single().Value);
        Assert.AreEqual("1.0.0-preview.11", properties.Descendants("NanoSdkVersion").Single().Value);
    }

    private static IEnumerable<(string Project, XElement Package)> Packages() =>
        RepositoryFiles.Projects().Append("Tests/Device/Device.props").SelectMany(project =>
            XDocument.Parse(RepositoryFiles.Read(project)).Descendants("PackageReference").Select(package => (project, package)));

    private static IEnumerable<XElement> Versions() =>
        XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("PackageVersion");

    private static string Name(XElement package) => package.Attribute("Include")!.Value;

    private static bool IsForBoards(XElement package) =>
        package.Parent!.Attribute("Condition")?.Value == "'$(IsDeviceBuild)' == 'true'";

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$")]
    private static partial Regex ExactVersion();
}
