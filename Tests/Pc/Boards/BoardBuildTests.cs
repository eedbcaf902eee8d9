using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

[TestClass]
public class BoardBuildTests
{
    private const string ActiveHigh = "LatchActiveHigh = true";

    [TestMethod]
    public void Every_board_of_the_repository_builds()
    {
        CollectionAssert.IsSubsetOf(new[] { "esp32", "esp32-c3", "esp32-s3", "virtual" }, BoardSources.Names);
        foreach (string name in BoardSources.Names)
            Assert.IsEmpty(BoardSources.Compile(BoardSources.Read(name), out _), name);
    }

    [TestMethod]
    public void A_board_whose_latch_output_is_active_low_does_not_build_and_the_error_names_the_rule()
    {
        foreach (string name in BoardSources.Names)
        {
            string profile = BoardSources.Read(name);
            StringAssert.Contains(profile, ActiveHigh, name);
            string[] errors = BoardSources.Compile(profile.Replace(ActiveHigh, "LatchActiveHigh = false"), out _);
            Assert.HasCount(1, errors, name);
            StringAssert.Contains(errors[0], "LatchOutputMustBeActiveHigh", name);
        }
    }

    [TestMethod]
    public void A_board_that_does_not_say_its_polarity_does_not_build()
    {
        string profile = string.Join('\n', BoardSources.Read("virtual").Split('\n').Where(line => !line.Contains(ActiveHigh)));
        Assert.IsNotEmpty(BoardSources.Compile(profile, out _));
    }

    [TestMethod]
    public void A_board_is_named_as_its_folder()
    {
        foreach (string name in BoardSources.Names)
            Assert.AreEqual(name, BoardSources.Constants(name)["Name"]);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void An_unknown_board_is_refused_with_the_list_of_those_there_are()
    {
        string[] projects = ["KeyCrypto/KeyCrypto.csproj", "LockController/LockController.csproj", "Tests/Device/Door/Door.csproj"];
        string folder = Directory.CreateTempSubdirectory("unknown-board-").FullName;
        try
        {
            string all = Path.Combine(folder, "all.proj");
            XElement build = new("Target", new XAttribute("Name", "Build"), projects.Select(project => new XElement("MSBuild",
                new XAttribute("Projects", RepositoryFiles.PathOf(project)), new XAttribute("Targets", "Restore"),
                new XAttribute("Properties", "Board=nonsense"), new XAttribute("ContinueOnError", "ErrorAndContinue"))));
            File.WriteAllText(all, new XElement("Project", build).ToString());
            Assert.AreNotEqual(0, DotNet.Run(out string output, "msbuild", all, "-nodeReuse:false", "-nologo"));
            foreach (string project in projects)
            {
                string[] told = [.. output.Split('\n').Where(line => line.Contains($"[{RepositoryFiles.PathOf(project)}]"))];
                Assert.IsNotEmpty(told, output);
                StringAssert.Contains(told[0], "There is no board 'nonsense'. The boards are: ", project);
                foreach (string name in BoardSources.Names)
                    StringAssert.Matches(told[0], new Regex($@"boards are: .*\b{name}[,.]"), project);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
