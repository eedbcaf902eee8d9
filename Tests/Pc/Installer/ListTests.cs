using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.KeyIssuing.Visits;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Which locks there are and how far each is, their names, and what this computer lacks.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ListTests
{
    [TestMethod]
    public void Each_lock_is_listed_with_its_state_from_the_plan_to_the_replacement()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        Assert.AreEqual("planned", StateOf(bench, ToolBench.Gate));
        nanoff.Faults(NanoffBench.Port, "does not start");
        Assert.AreEqual(3, bench.Run(nanoff.Args(ToolBench.Gate)).Code);
        Assert.AreEqual("being flashed", StateOf(bench, ToolBench.Gate));
        nanoff.Faults(NanoffBench.Port);
        nanoff.Flash(ToolBench.Gate);
        Assert.AreEqual("flashed", StateOf(bench, ToolBench.Gate));
        bench.Ok("readback", ToolBench.Gate, "--identity", "A10F0000-01000000-0100-000100");
        Assert.AreEqual("read back", StateOf(bench, ToolBench.Gate));
        nanoff.Start();
        bench.OkAt("status", ToolBench.Gate);
        Assert.AreEqual("provisioned", StateOf(bench, ToolBench.Gate));
        bench.Ok("replace", ToolBench.Gate, "--yes");
        Assert.AreEqual("replaced", StateOf(bench, ToolBench.Gate));
        string[] lines = bench.Ok("list").Trim().Split('\n');
        Assert.HasCount(3, lines);
        StringAssert.Contains(lines[1], "planned   esp32     Unit 2");
        Assert.IsTrue(lines.All(line => line.Length <= 60), "readable in 60 columns");
        StringAssert.Contains(lines[2], "1 replaced, 1 planned");
    }

    [TestMethod]
    public void A_lock_is_renamed_to_a_name_that_no_other_has()
    {
        using ToolBench bench = new();
        StringAssert.Contains(bench.Ok("rename", ToolBench.Gate, "North gate"), "North gate");
        Assert.AreEqual("planned", StateOf(bench, "North gate"));
        foreach (string wrong in new[] { "unit 2", "2", new string('x', 41), "a\nb" })
            Assert.AreEqual(2, bench.Run("rename", "1", wrong).Code, wrong);
        bench.Ok("rename", "1", "north GATE");
    }

    [TestMethod]
    public void The_doctor_names_what_is_missing_and_what_is_there()
    {
        using ToolBench bench = new();
        ToolRun ill = bench.Run("doctor", "--nanoff", bench.PathOf("none"));
        Assert.AreEqual(3, ill.Code);
        StringAssert.Contains(ill.Output, "MISSING  flashing tool");
        StringAssert.Contains(ill.Output, "MISSING  application esp32-c3");
        NanoffBench nanoff = new(bench);
        ToolRun well = bench.Run("doctor", "--nanoff", nanoff.Program);
        StringAssert.Contains(well.Output, "ok       flashing tool: nanoff 2.5.162");
        StringAssert.Contains(well.Output, "ok       facility file");
        Assert.IsEmpty(nanoff.Calls);
    }

    [TestMethod]
    [DataRow("facility", "new", "--name", "")]
    [DataRow("manifest", "")]
    [DataRow("status", "", "--virtual", "127.0.0.1:4711")]
    [DataRow("key", "show", "")]
    [DataRow("open", "Gate", "--virtual", "127.0.0.1:4711", "--key", "")]
    [DataRow("list", "--facility", "")]
    public void An_empty_argument_is_reported(params string[] args)
    {
        using ToolBench bench = new();
        ToolRun run = bench.Run(args);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "is empty");
    }

    [TestMethod]
    public void With_json_nothing_but_json_is_on_standard_output()
    {
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate);
        JsonNode status = JsonNode.Parse(bench.OkAt("status", ToolBench.Gate, "--json", "--set-time"))!;
        Assert.AreEqual(1, (int)status["id"]!);
        Assert.AreEqual(ToolBench.Gate, (string)status["name"]!);
        StringAssert.EndsWith((string)status["utc"]!, "Z");
        Assert.IsNotEmpty(JsonNode.Parse(bench.OkAt("events", ToolBench.Gate, "--json"))!.AsArray());
        Assert.HasCount(2, JsonNode.Parse(bench.Ok("list", "--json"))!.AsArray());
        bench.OkAt("open", ToolBench.Gate);
        Assert.AreEqual(ServiceKey.KeyId, (uint)JsonNode.Parse(bench.OkAt("events", ToolBench.Gate, "--json"))!.AsArray()
            .First(line => (string)line!["kind"]! == "admitted")!["key"]!);
    }

    [TestMethod]
    public void A_script_reads_what_each_step_of_an_installation_did()
    {
        using ToolBench bench = new();
        bench.WriteList("1,Gate,esp32-c3,entry,yes,/dev/ttyUSB0", "2,Unit 2,esp32,unit,,", "3,Unit 3,esp32,unit,,");
        JsonArray listed = JsonNode.Parse(bench.Ok("manifest", bench.PathOf("locks.csv"), "--json"))!.AsArray();
        CollectionAssert.AreEqual(new[] { false, false, true }, listed.Select(door => (bool)door!["isNew"]!).ToArray());
        Assert.AreEqual("Unit 3 planned 1", $"{listed[2]!["name"]} {listed[2]!["state"]} {listed[2]!["generation"]}");

        JsonNode doctor = JsonNode.Parse(bench.Run("doctor", "--nanoff", bench.PathOf("none"), "--json").Output)!;
        Assert.IsFalse((bool)doctor["isReady"]!);
        Assert.AreEqual("application esp32", doctor["checks"]!.AsArray().Where(check => !(bool)check!["isGood"]!)
            .Select(check => $"{check!["kind"]} {check["name"]}").ElementAt(1));

        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Gate);
        nanoff.Start();
        JsonNode read = JsonNode.Parse(bench.OkAt("readback", ToolBench.Gate, "--json"))!;
        Assert.AreEqual("1 Gate 4001 1 True", $"{read["id"]} {read["name"]} {read["facilityId"]} {read["generation"]} "
            + $"{(bool)read["isProved"]!}");
        StringAssert.EndsWith((string)read["utc"]!, "Z");

        bench.PowerOn(ToolBench.Unit);
        JsonNode provisioned = JsonNode.Parse(bench.OkAt("provision", ToolBench.Unit, "--set-time", "--json"))!;
        Assert.AreEqual("2 Unit 2 1", $"{provisioned["id"]} {provisioned["name"]} {provisioned["generation"]}");
        ToolRun run = bench.At("accept", ToolBench.Unit, "--pass", "handle", "--json");
        Assert.AreEqual(1, run.Code);
        JsonNode accepted = JsonNode.Parse(run.Output)!;
        Assert.IsFalse((bool)accepted["isComplete"]!);
        Assert.AreEqual("passed", (string)accepted["tests"]!.AsArray().Single(one => (string)one!["test"]! == "handle")!["result"]!);
    }

    [TestMethod]
    public void Hours_are_given_one_after_the_other_as_rights_are()
    {
        using ToolBench bench = new();
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf("a.key"), "--hours",
            "Mon-Fri 06:00-22:00", "Sat 08:00-12:00");
        string shown = bench.Ok("key", "show", bench.PathOf("a.key"));
        StringAssert.Contains(shown, "06:00");
        StringAssert.Contains(shown, "08:00");
    }

    [TestMethod]
    public void A_moment_before_the_epoch_is_reported_as_that()
    {
        using ToolBench bench = new();
        ToolRun run = bench.Run("key", "issue", ToolBench.Gate, "--holder", "7", "--from", "2019-12-31 00:00", "--until",
            "2040-01-01 00:00", "--out", bench.PathOf("a.key"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "2020-01-01");
        Assert.IsFalse(File.Exists(bench.PathOf("a.key")));
    }

    private static string StateOf(ToolBench bench, string name) => (string)JsonNode.Parse(bench.Ok("list", "--json"))!.AsArray()
        .Single(door => (string)door!["name"]! == name)!["state"]!;
}
