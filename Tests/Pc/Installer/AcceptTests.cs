using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.InstallerTool.Acceptance;
using LockFirmware.TestKit.Repository;
using LockFirmware.VirtualBoard.Listen;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>The acceptance list of a door, which lockctl fills in and keeps.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AcceptTests
{
    private const int PressMs = 300;

    private static readonly string[] ByPerson =
        ["handle", "exit", "fuse", "fire", "latch", "housing", "protection", "lights", "opens", "forced", "key", "secrets"];

    [TestMethod]
    public void A_door_whose_tests_are_in_the_trail_is_accepted_and_the_page_says_who_and_when()
    {
        using ToolBench bench = Tested();
        string[] who = ["--installer", "Ada <A&B>", "--operator", "Bo"];
        ToolRun run = bench.At(["accept", ToolBench.Gate, .. who, "--pass", .. ByPerson, "--absent", "k2"]);
        Assert.AreEqual(0, run.Code, run.Output + run.Error);
        string page = File.ReadAllText(bench.PathOf("acceptance/1-1.html"));
        StringAssert.Contains(page, "Complete.");
        StringAssert.Contains(page, "Ada &lt;A&amp;B&gt;");
        StringAssert.Contains(page, "firmware 0.1.0");
        StringAssert.Matches(page, new System.Text.RegularExpressions.Regex(">2026-\\d\\d-\\d\\d \\d\\d:\\d\\d<"));
        foreach (AcceptanceItem item in AcceptanceItem.All)
            StringAssert.Contains(page, System.Text.Encodings.Web.HtmlEncoder.Default.Encode(item.Text));
        JsonNode kept = JsonNode.Parse(File.ReadAllText(bench.PathOf("acceptance/1-1.json")))!;
        Assert.AreEqual("Bo", (string)kept["operator"]!);
        JsonNode fire = kept["entries"]!.AsArray().Single(entry => (string)entry!["item"]! == "fire")!;
        Assert.AreEqual("Passed", (string)fire["result"]!);
        Assert.AreEqual("Ada <A&B>", (string)fire["by"]!);
        StringAssert.EndsWith((string)fire["utc"]!, "Z");
    }

    [TestMethod]
    public void A_test_that_left_no_event_is_not_passed_whatever_a_person_says()
    {
        using ToolBench bench = Provisioned();
        ToolRun run = bench.At(["accept", ToolBench.Gate, "--pass", .. ByPerson, "--absent", "k2"]);
        Assert.AreEqual(1, run.Code);
        foreach (string item in new[] { "fire", "exit", "forced", "opens" })
            StringAssert.Contains(run.Output, $"{item,-11} FAILED: the trail has no such event");
        StringAssert.Contains(run.Output, $"{"handle",-11} passed");
        StringAssert.Contains(File.ReadAllText(bench.PathOf("acceptance/1-1.html")), "Not complete.");
    }

    [TestMethod]
    public void What_lockctl_sees_by_itself_nobody_can_pass()
    {
        using ToolBench bench = Tested();
        bench.Board!.CutPower();
        bench.Board.PowerOn();
        bench.Time.Advance(1000);
        ToolRun run = bench.At("accept", ToolBench.Gate, "--pass", "time", "trail", "--absent", "handle");
        Assert.AreEqual(1, run.Code);
        StringAssert.Contains(run.Output, $"{"time",-11} FAILED: it has lost the time");
        StringAssert.Contains(run.Error, "No door can do without \"handle\"");
        StringAssert.Contains(run.Output, $"{"handle",-11} not done");
    }

    [TestMethod]
    public void It_goes_on_where_it_stopped_and_another_generation_begins_anew()
    {
        using ToolBench bench = Tested();
        bench.Input = new StringReader("p\n\np\n");
        Assert.AreEqual(1, bench.At("accept", ToolBench.Gate).Code);
        bench.Input = null;
        ToolRun next = bench.At("accept", ToolBench.Gate);
        StringAssert.Contains(next.Output, $"{"handle",-11} passed");
        StringAssert.Contains(next.Output, $"{"exit",-11} not done");
        StringAssert.Contains(next.Output, $"{"fuse",-11} passed");
        bench.OkAt("reset", ToolBench.Gate, "--yes");
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        StringAssert.Contains(bench.At("accept", ToolBench.Gate).Output, $"{"handle",-11} not done");
        Assert.IsTrue(File.Exists(bench.PathOf("acceptance/1-1.html")) && File.Exists(bench.PathOf("acceptance/1-2.html")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("{\"facility\":\"x\",\"lock\":2,\"name\":\"x\",\"generation\":1,\"entries\":[]}")]
    [DataRow("{\"facility\":\"x\",\"lock\":1,\"name\":\"x\",\"generation\":1,\"entries\":null}")]
    [DataRow("{\"facility\":\"x\",\"lock\":1,\"name\":\"x\",\"generation\":1,\"entries\":[null]}")]
    public void A_file_that_was_damaged_is_reported(string content)
    {
        using ToolBench bench = Provisioned();
        Directory.CreateDirectory(bench.PathOf("acceptance"));
        File.WriteAllText(bench.PathOf("acceptance/1-1.json"), content);
        ToolRun run = bench.At("accept", ToolBench.Gate);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "Move it away");
    }

    [TestMethod]
    public void What_cannot_be_meant_is_refused()
    {
        using ToolBench bench = new();
        Assert.AreEqual(2, bench.At("accept", ToolBench.Gate, "--pass", "nothing").Code);
        Assert.AreEqual(2, bench.At("accept", ToolBench.Gate, "--pass", "fire", "--fail", "fire").Code);
    }

    [TestMethod]
    public void The_installation_guide_has_the_same_list()
    {
        string document = RepositoryFiles.Read("docs/install.md");
        foreach (AcceptanceItem item in AcceptanceItem.All)
            Assert.Contains($"| `{item.Id}` | {item.Text} |", document);
    }

    /// <summary>A provisioned lock whose door was tested as in chapter 10.</summary>
    private static ToolBench Tested()
    {
        ToolBench bench = Provisioned();
        DoorKeys keys = new(bench.Board!, action =>
        {
            bench.Time.Advance(PressMs);
            action();
        });
        bench.OkAt("open", ToolBench.Gate);
        foreach (char key in "oc")
            Press(key, 6000);
        foreach (char key in "fc")
            Press(key, 61_000);
        foreach (char key in "raa")
            Press(key, 6000);
        return bench;

        void Press(char key, int afterMs)
        {
            keys.Press(key);
            bench.Time.Advance(afterMs);
        }
    }

    private static ToolBench Provisioned()
    {
        ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        return bench;
    }
}
