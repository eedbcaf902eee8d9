using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LockFirmware.Tests.Pc.Boards;

[TestClass]
public partial class PackageTests
{
    private const string Prefix = "nanoFramework.";

    // The released 1.x line that the firmware of the boards is made for.
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
        int count = 0;
        Dictionary<string, string> versions = [];
        foreach ((string project, XElement package) in Packages())
        {
            string name = package.Attribute("Include")!.Value;
            string version = package.Attribute("Version")?.Value ?? "none";
            Assert.MatchesRegex(ExactVersion(), version, $"{project}: {name}");
            Assert.AreEqual(versions.GetValueOrDefault(name, version), version, $"{project}: {name} as elsewhere");
            versions[name] = version;
            count++;
        }
        Assert.IsGreaterThan(20, count);
    }

    [TestMethod]
    public void A_board_restores_only_the_packages_of_the_card()
    {
        int count = 0;
        foreach ((string project, XElement package) in Packages().Where(one => IsForBoards(one.Package)))
        {
            string name = package.Attribute("Include")!.Value;
            Assert.IsTrue(name.StartsWith(Prefix) && Card.TryGetValue(name[Prefix.Length..], out string? version)
                && version == package.Attribute("Version")!.Value, $"{project}: {package}");
            count++;
        }
        Assert.IsGreaterThan(10, count);
    }

    [TestMethod]
    public void A_package_of_the_device_is_never_restored_for_the_PC()
    {
        foreach ((string project, XElement package) in Packages().Where(one => !IsForBoards(one.Package)))
            Assert.DoesNotStartWith(Prefix, package.Attribute("Include")!.Value, project);
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
        RepositoryFiles.Projects().SelectMany(project =>
            XDocument.Parse(RepositoryFiles.Read(project)).Descendants("PackageReference").Select(package => (project, package)));

    private static bool IsForBoards(XElement package) =>
        package.Parent!.Attribute("Condition")?.Value == "'$(IsDeviceBuild)' == 'true'";

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$")]
    private static partial Regex ExactVersion();
}
