using System.Text.RegularExpressions;
using LockFirmware.Facility.Host;
using LockFirmware.FacilityDemo;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.FacilityTests.Docs;

/// <summary>The program's own help.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class FacilityHelpTests
{
    private const string DemoSetting = "Facility:DemoLockPort";

    [TestMethod]
    public async Task Help_names_every_command_and_every_setting_of_the_document()
    {
        StringWriter said = new();
        Assert.AreEqual(0, await CommandLine.RunAsync(["--help"], said, said));
        string document = RepositoryFiles.Read("docs/facility.md");
        string[] settings = [.. Setting().Matches(document).Select(match => match.Groups[1].Value).Distinct()];
        Assert.IsTrue(settings.Length > 15, string.Join(' ', settings));
        Assert.IsTrue(settings.Contains(DemoSetting));
        AssertNames(said.ToString(), settings.Where(name => name != DemoSetting).Concat(["import", "admin-link", "copy", "restored"]));
    }

    [TestMethod]
    public async Task Help_of_the_demo_names_its_command_and_its_setting()
    {
        StringWriter said = new();
        Assert.AreEqual(0, await DemoCommandLine.RunAsync(["--help"], said, said));
        AssertNames(said.ToString(), ["phone-keys", DemoSetting]);
    }

    [TestMethod]
    [DataRow("--demo")]
    [DataRow("phone-keys")]
    public async Task What_the_demo_does_is_refused_with_the_command_of_the_demo(string argument)
    {
        StringWriter output = new(), error = new();
        Assert.AreEqual(2, await CommandLine.RunAsync([argument], output, error));
        Assert.AreEqual("", output.ToString());
        StringAssert.Contains(error.ToString(), "dotnet run --project FacilityDemo");
    }

    private static void AssertNames(string help, IEnumerable<string> names)
    {
        foreach (string name in names)
            StringAssert.Matches(help, new Regex($@"(^|\s){Regex.Escape(name)}\s"), name);
    }

    [GeneratedRegex(@"(?:^\| |`)`?((?:Facility|ConnectionStrings):[A-Za-z:]*[a-z](?<!:Limits)|urls|AllowedHosts)`", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
