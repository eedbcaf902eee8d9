using System.Text.Json;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.FacilityTests.Host;

/// <summary>The files of the facility's build output.</summary>
[TestClass]
public sealed class OutputTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly string[] Projects = ["KeyCrypto", "KeyIssuing", "LockLink", "Phone", "facility"];

    [TestMethod]
    public void The_facility_is_delivered_without_the_virtual_board_and_without_the_demo()
    {
        string[] ofOtherPrograms = ["Spectre.Console", "System.Device.Gpio"];
        using JsonDocument file =
            JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(typeof(Program).Assembly.Location, ".deps.json")));
        JsonProperty[] libraries = [.. file.RootElement.GetProperty("libraries").EnumerateObject()];
        string[] names = [.. libraries.Select(library => library.Name.Split('/')[0])];
        string[] projects = [.. libraries
            .Where(library => library.Value.GetProperty("type").GetString() == "project")
            .Select(library => library.Name.Split('/')[0])
            .Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(Projects, projects);
        CollectionAssert.AreEqual(Array.Empty<string>(), names.Intersect(ofOtherPrograms).ToArray());
        string output = RepositoryFiles.PathOf($"Facility/bin/pc/{Configuration}/net10.0");
        string[] demo = [.. Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name is "demo-facility.json" or "virtual-lock.dll" or "facility-demo.dll")];
        CollectionAssert.AreEqual(Array.Empty<string>(), demo);
    }
}
