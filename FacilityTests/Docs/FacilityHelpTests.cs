using System.Text.RegularExpressions;
using LockFirmware.Tests.Pc;

namespace LockFirmware.FacilityTests.Docs;

/// <summary>The program's own help.</summary>
[TestClass]
public sealed partial class FacilityHelpTests
{
    [TestMethod]
    public async Task Help_names_every_command_and_every_setting_of_the_document()
    {
        StringWriter said = new();
        Assert.AreEqual(0, await Facility.CommandLine.RunAsync(["--help"], said, said));
        string help = said.ToString();
        string document = RepositoryFiles.Read("docs/facility.md");
        string[] settings = [.. Setting().Matches(document).Select(match => match.Groups[1].Value).Distinct()];
        Assert.IsTrue(settings.Length > 15, string.Join(' ', settings));
        foreach (string name in settings.Concat(["import", "admin-link", "copy", "restored", "phone-keys", "--demo"]))
            StringAssert.Matches(help, new Regex($@"(^|\s){Regex.Escape(name)}\s"), name);
    }

    [GeneratedRegex(@"(?:^\| |`)`?((?:Facility|ConnectionStrings):[A-Za-z:]*[a-z](?<!:Limits)|urls|AllowedHosts)`", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
