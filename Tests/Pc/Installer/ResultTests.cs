using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink.Bluez;
using Spectre.Console;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>What a script reads of a step, and what a person reads on a narrow terminal.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ResultTests
{
    private const string Until = "2040-01-01 00:00";
    private const string UntilUtc = "2039-12-31T23:00:00Z";
    private const string LongName = "The very long name of a door that is 40!";

    [TestMethod]
    public void A_script_reads_what_was_flashed_printed_and_prepared()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        JsonNode dry = Json(bench.Ok([.. nanoff.Args(ToolBench.Gate), "--dry-run", "--json"]));
        Assert.HasCount(3, dry["commands"]!.AsArray());
        Assert.AreEqual("1 Gate COM5", $"{dry["id"]} {dry["name"]} {dry["port"]}");
        Assert.IsEmpty(nanoff.Calls);

        JsonNode flashed = Json(bench.Ok([.. nanoff.Args(ToolBench.Gate), "--json"]));
        Assert.AreEqual("1 Gate esp32-c3 1 flashed COM5", Text(flashed, "id", "name", "board", "generation", "state", "port"));
        StringAssert.EndsWith((string)flashed["utc"]!, "Z");
        Assert.IsNull(flashed["readBack"]);
        nanoff.Start();
        JsonNode read = Json(bench.OkAt([.. nanoff.Args(ToolBench.Gate), "--json"]));
        Assert.AreEqual("provisioned", (string)read["state"]!);
        Assert.IsTrue((bool)read["readBack"]!["isProved"]!);

        JsonNode labels = Json(bench.Ok("label", "--out", bench.PathOf("labels"), "--json"));
        Assert.AreEqual("2 Unit 2 1", Text(labels["locks"]!.AsArray().Single()!, "id", "name", "generation"));
        Assert.AreEqual(bench.PathOf("labels.pdf"), (string)labels["files"]!.AsArray().Single()!);
        JsonNode pages = Json(bench.Ok("label", "--svg", "--out", bench.PathOf("labels"), "--json"));
        Assert.IsTrue(pages["files"]!.AsArray().All(file => File.Exists((string)file!)));

        ToolRun refused = bench.Run("replace", ToolBench.Gate, "--json");
        Assert.AreEqual("2 ", $"{refused.Code} {refused.Output}", "nobody is asked");
        JsonNode replaced = Json(bench.Ok("replace", ToolBench.Gate, "--yes", "--json"));
        Assert.AreEqual("1 Gate esp32-c3 2 replaced", Text(replaced, "id", "name", "board", "generation", "state"));
        StringAssert.Contains((string)replaced["erase"]!, "nanoff");
        JsonNode again = Json(bench.Ok("replace", ToolBench.Gate, "--board", "esp32", "--json"));
        Assert.AreEqual("1 Gate esp32 2 replaced", Text(again, "id", "name", "board", "generation", "state"));
        Assert.IsNull(again["erase"]);
    }

    [TestMethod]
    public void A_script_reads_which_key_was_issued_and_what_became_of_a_job()
    {
        using ToolBench bench = new();
        JsonNode issued = Json(bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", Until, "--out",
            bench.PathOf("a.key"), "--json"));
        Assert.AreEqual("1 Gate 1", Text(issued, "id", "name", "generation"));
        Assert.AreEqual(bench.PathOf("a.key"), (string)issued["file"]!);
        Assert.AreEqual($"7 1 {UntilUtc}", Text(issued["key"]!, "holderId", "lockId", "notAfter"));
        Assert.AreEqual(Json(bench.Ok("key", "show", bench.PathOf("a.key"), "--json")).ToJsonString(), issued["key"]!.ToJsonString());
        Assert.DoesNotContain(Convert.ToHexStringLower(bench.KeyOf("a.key").Secret), issued.ToJsonString());

        JsonNode job = Json(bench.Ok("job", "new", ToolBench.Gate, ToolBench.Unit, "--until", Until, "--out", bench.PathOf("job.json"),
            "--json"));
        Assert.AreEqual($"1 {UntilUtc}", Text(job, "number", "until"));
        Assert.AreEqual(bench.PathOf("job.json"), (string)job["file"]!);
        Assert.AreEqual("1 Gate planned,2 Unit 2 planned", Locks(job));
        Assert.AreEqual("1 Gate planned,2 Unit 2 planned", Locks(Json(bench.Ok("job", "import", bench.PathOf("job.json"), "--json"))));

        bench.Ok("job", "new", ToolBench.Unit, "--until", Until, "--out", bench.PathOf("lost.json"));
        JsonNode ended = Json(bench.Ok("job", "end", "2", "--yes", "--json"));
        Assert.AreEqual($"2 {UntilUtc}", Text(ended, "number", "until"));
        Assert.AreEqual("2 Unit 2 replaced", Locks(ended));
    }

    [TestMethod]
    public void A_reset_that_is_repeated_is_no_error_and_a_script_reads_which_one_it_was()
    {
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate);
        Assert.AreEqual(2, bench.At("reset", ToolBench.Gate, "--json").Code, "nobody is asked");
        JsonNode first = Json(bench.OkAt("reset", ToolBench.Gate, "--yes", "--json"));
        Assert.AreEqual("1 Gate true 1 false", Text(first, "id", "name", "hadIdentity", "generation", "isOldHardware"));
        StringAssert.EndsWith((string)first["utc"]!, "Z");
        JsonNode second = Json(bench.OkAt("reset", ToolBench.Gate, "--json"));
        Assert.AreEqual("1 Gate false  false", Text(second, "id", "name", "hadIdentity", "generation", "isOldHardware"));
        StringAssert.Contains(bench.OkAt("reset", ToolBench.Gate), "nothing to reset");
    }

    [TestMethod]
    public void A_script_reads_that_the_old_hardware_of_a_door_was_reset_and_that_no_label_is_needed()
    {
        using ToolBench bench = new();
        foreach (string name in new[] { ToolBench.Unit, ToolBench.Gate })
        {
            bench.Board?.Dispose();
            bench.PowerOn(name);
            bench.OkAt("provision", name);
        }
        JsonNode none = Json(bench.Ok("label", "--out", bench.PathOf("labels"), "--json"));
        Assert.AreEqual("0 0", $"{none["locks"]!.AsArray().Count} {none["files"]!.AsArray().Count}");
        Assert.IsFalse(File.Exists(bench.PathOf("labels.pdf")));
        bench.Ok("replace", ToolBench.Gate, "--yes");
        JsonNode old = Json(bench.OkAt("reset", ToolBench.Gate, "--yes", "--json"));
        Assert.AreEqual("1 Gate true 1 true", Text(old, "id", "name", "hadIdentity", "generation", "isOldHardware"));
    }

    [TestMethod]
    public void Locks_with_the_longest_names_are_listed_in_60_columns()
    {
        using ToolBench bench = new(false);
        bench.Ok("facility", "new", "--name", "North Yard", "--zone-rule", "UTC0");
        bench.WriteList($"4294967000,{LongName},esp32-s3-octal,entry,,", $"4294967001,{new string('W', 40)},esp32-c3,entry,,");
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        string list = bench.Ok("list");
        Assert.IsTrue(list.Split('\n').All(line => line.Length <= 60), list);
        StringAssert.Contains(list, $"  {LongName}\n");
        StringAssert.Contains(list, $"  {new string('W', 40)}\n");
        StringAssert.Contains(list, "2 planned");
    }

    [TestMethod]
    [DataRow(60, 5)]
    [DataRow(200, 2)]
    public void Locks_with_the_longest_names_are_shown_whole_after_a_scan(int width, int rows)
    {
        HeardLock heard = new("/org/bluez/hci0/dev_AA_BB_CC_DD_EE_FF", "hci0", "AA:BB:CC:DD:EE:FF", "LF-4294967000", -100, false);
        ScannedLock one = new(heard, new IdentityFrame
        {
            LockId = 4294967000,
            FacilityId = 4294967000,
            Generation = 1,
            Board = "esp32-s3-octal",
        });
        FacilityLock door = new()
        {
            Id = 4294967000,
            Name = LongName,
            Board = "esp32-s3-octal",
            Kind = DoorKind.Entry,
            IsExit = false,
            SetupSecret = string.Empty,
            Generation = 1,
        };
        StringWriter text = new();
        Table table = ScanShow.Head(width);
        ScanShow.Add(table, one, door);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Write(table);
        ScanShow.Write(new(text, text, TextReader.Null, false, false), one, door);
        string[] lines = text.ToString().Split('\n');
        Assert.IsTrue(lines.All(line => line.TrimEnd().Length <= width), text.ToString());
        Assert.HasCount(rows, lines.Where(line => line.StartsWith('│')).ToArray(), text.ToString());
        foreach (string whole in new[] { "-100 dBm", LongName, "LF-4294967000", "of facility 4294967000", "esp32-s3-octal, firmware",
            "AA:BB:CC:DD:EE:FF" })
            Assert.HasCount(2, lines.Where(line => line.Contains(whole, StringComparison.Ordinal)).ToArray(), $"{whole}\n{text}");
    }

    private static JsonNode Json(string output) => JsonNode.Parse(output)!;

    private static string Text(JsonNode node, params string[] names) => string.Join(' ', names.Select(name => $"{node[name]}"));

    private static string Locks(JsonNode job) =>
        string.Join(',', job["locks"]!.AsArray().Select(door => Text(door!, "id", "name", "state")));
}
