using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.InstallerTool.Bench;
using LockFirmware.InstallerTool.Flash;
using Spectre.Console;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>lockctl bench: several boards at once become the locks of the list.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class BenchTests
{
    private const string Gate = "1,Gate,esp32,entry,yes,";
    private const string Unit2 = "2,Unit 2,esp32,unit,,";
    private const string Unit3 = "3,Unit 3,esp32-c3,unit,,";
    private const int KillsMax = 20;

    [TestMethod]
    public void Boards_on_several_ports_become_the_locks_of_their_chip_and_foreign_ones_are_left_alone()
    {
        using BenchWorld world = new(Gate, Unit2, Unit3);
        world.Nanoff.AddPort("COM1");
        world.Nanoff.AddPort("COM2");
        world.Nanoff.AddPort("COM3", "ESP32-C3");
        world.Nanoff.AddPort("COM4", "ESP32-H2");
        world.Nanoff.AddPort("COM6");
        world.Nanoff.Faults("COM6", "does not connect");
        world.Ports.Set("COM1", "COM2", "COM3", "COM4", "COM6");
        // None of them was there before the bench: they are named.
        ToolRun run = world.Run(["COM1", "COM2", "COM3"], "--port", "COM1", "COM2", "COM3", "COM4", "COM6");
        Assert.AreEqual(0, run.Code, run.Output + run.Error);
        CollectionAssert.AreEquivalent(new uint[] { 1, 2 }, new[] { world.LockAt("COM1"), world.LockAt("COM2") });
        Assert.AreEqual(3u, world.LockAt("COM3"));
        Assert.IsFalse(world.Nanoff.HasProgram("COM4") || world.Nanoff.HasProgram("COM6"), "not touched");
        StringAssert.Contains(run.Output, "No lock of the list is left for ESP32-H2");
        StringAssert.Contains(run.Output, "COM6: No ESP32 answers");
        StringAssert.Contains(run.Output, "3 of 3 locks are done");
        JsonArray list = JsonNode.Parse(world.Tool.Ok("list", "--json"))!.AsArray();
        Assert.IsTrue(list.All(door => (string)door!["state"]! == "provisioned"), "each proved its identity");
        Assert.IsEmpty(Directory.GetFiles(world.Tool.PathOf("locks"), "*.bin", SearchOption.AllDirectories), "the secrets are gone");
        string[] log = File.ReadAllLines(world.Tool.PathOf("bench.csv"));
        Assert.StartsWith("Utc,Port,Chip,Mac,Lock,Name,Generation,What", log[0]);
        Assert.HasCount(1 + (3 * 3), log);
    }

    [TestMethod]
    public void A_script_reads_a_bench_line_by_line()
    {
        using BenchWorld world = new(Gate);
        world.Nanoff.AddPort("COM1");
        world.Ports.Set("COM1");
        ToolRun run = world.Run([], "--port", "COM1", "--json");
        Assert.AreEqual(0, run.Code, run.Error);
        JsonNode[] lines = [.. run.Output.Trim().Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.IsTrue(lines.All(line => ((string)line["utc"]!).EndsWith('Z')));
        JsonNode done = lines.Single(line => (string)line["kind"]! == "done");
        Assert.AreEqual("COM1 ESP32 1 Gate", $"{done["port"]} {done["chip"]} {done["id"]} {done["name"]}");
        JsonNode count = lines.Last(line => (string)line["kind"]! == "count");
        Assert.AreEqual("1 1", $"{count["done"]} {count["all"]}");
    }

    [TestMethod]
    public void A_board_that_was_there_before_is_not_erased_until_it_is_plugged_in_again()
    {
        using BenchWorld world = new(Gate);
        world.Nanoff.AddPort("COM1");
        world.Ports.Set("COM1");
        world.Told = line =>
        {
            if (!line.Contains("was there before", StringComparison.Ordinal))
                return;
            Assert.IsEmpty(world.Nanoff.Calls);
            world.Ports.Set();
            world.Ports.Set("COM1");
        };
        ToolRun run = world.Run([]);
        Assert.AreEqual(0, run.Code, run.Output + run.Error);
        Assert.AreEqual(1u, world.LockAt("COM1"));
        StringAssert.Contains(run.Output, "done: written, not read back");
    }

    [TestMethod]
    public void A_board_that_is_pulled_out_in_the_middle_goes_on_as_the_same_lock_and_no_other_board_does()
    {
        using BenchWorld world = new(Gate, Unit2);
        world.Nanoff.AddPort("COM1");
        File.WriteAllText(world.Nanoff.PortPath("COM1", "mac"), "10:97:BD:00:00:01");
        world.Nanoff.AddPort("COM2");
        world.Told = line =>
        {
            if (line.StartsWith("COM1", StringComparison.Ordinal) && line.EndsWith("writing: files", StringComparison.Ordinal))
                Directory.Move(world.Nanoff.PortPath("COM1"), world.Tool.PathOf("pulled"));
            else if (line.StartsWith("COM1", StringComparison.Ordinal) && line.Contains("nanoff ended", StringComparison.Ordinal))
                world.Ports.Set("COM2");
            else if (line.StartsWith("COM2", StringComparison.Ordinal) && line.Contains("done", StringComparison.Ordinal))
            {
                // It comes back on another port.
                Directory.Move(world.Tool.PathOf("pulled"), world.Nanoff.PortPath("COM3"));
                world.Ports.Set("COM2", "COM3");
            }
        };
        world.Ports.Set("COM1");
        ToolRun run = world.Run(["COM2", "COM3"], "--port", "COM1", "COM2", "COM3");
        Assert.AreEqual(0, run.Code, run.Output + run.Error);
        Assert.AreEqual(2u, world.LockAt("COM2"), "the other board did not take over what was begun");
        Assert.AreEqual(1u, world.LockAt("COM3"));
        Assert.AreEqual(1, world.Tool.GenerationOf("Gate"));
        int erased = world.Nanoff.Calls.Count(call => call.Contains("--update", StringComparison.Ordinal));
        Assert.AreEqual(2, erased, "nothing was erased twice");
    }

    [TestMethod]
    public void A_lock_of_this_facility_is_not_erased_when_it_is_plugged_in_by_mistake()
    {
        using BenchWorld world = new(Gate, Unit2);
        world.Nanoff.AddPort("COM1");
        world.Ports.Set("COM1");
        Assert.AreEqual(0, world.Run(["COM1"], "--port", "COM1", "--once").Code);
        byte[] identity = File.ReadAllBytes(world.Nanoff.ConfigOf("COM1", "identity.bin"));
        StringAssert.Contains(world.Run(["COM1"], "--port", "COM1", "--once").Output, "This board is Gate already.");
        CollectionAssert.AreEqual(identity, File.ReadAllBytes(world.Nanoff.ConfigOf("COM1", "identity.bin")));
        Assert.HasCount(3, world.Nanoff.Calls);
        // It is meant for another door now.
        world.Tool.Ok("replace", "Gate", "--yes");
        Assert.AreEqual(0, world.Run([], "--port", "COM1", "--once").Code);
        Assert.HasCount(6, world.Nanoff.Calls);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void A_bench_that_is_killed_at_any_step_goes_on_with_the_same_board_as_the_same_lock()
    {
        using BenchWorld world = new(Gate, Unit2);
        string[] steps = ["firmware", "files", "application"];
        world.Nanoff.AddPort("COM1");
        world.Nanoff.Faults("COM1", [.. steps.SelectMany(step => new[] { "before", "after" }
            .Select(when => $"kills its caller {when} {step}"))]);
        string[] arguments =
            [Path.Combine(AppContext.BaseDirectory, "lockctl.dll"), "bench", "--once", "--port", world.Nanoff.PortPath("COM1"), "--nanoff",
                world.Nanoff.Program, "--runtime", NanoffBench.Runtime, "--facility", world.Tool.FacilityPath];
        int kills = 0;
        while (RunProcess(arguments) != 0)
            Assert.IsLessThan(KillsMax, ++kills);
        Assert.AreEqual(2 * steps.Length, kills);
        Assert.AreEqual(1u, world.LockAt("COM1"));
        Assert.AreEqual(1, world.Tool.GenerationOf("Gate"));
        Assert.AreEqual("planned", (string)JsonNode.Parse(world.Tool.Ok("list", "--json"))![1]!["state"]!, "no other lock was begun");
        Assert.IsFalse(Directory.Exists(world.Tool.PathOf("locks/1/nanoff")));
        world.Tool.Board = world.Nanoff.Start("COM1");
        world.Tool.Reach = null;
        StringAssert.Contains(world.Tool.OkAt("readback", "Gate"), "is flashed");
    }

    [TestMethod]
    public void Two_boards_of_one_chip_must_be_told_apart_by_the_person()
    {
        using BenchWorld world = new("1,Gate,esp32-s3,entry,yes,", "2,Unit 2,esp32-s3-octal,unit,,");
        NanoImage.Write(world.Tool.PathOf("images/esp32-s3-octal/LockController.bin"), "esp32-s3-octal");
        world.Nanoff.AddPort("COM1", "ESP32-S3");
        world.Ports.Set("COM1");
        StringAssert.Contains(world.Run([], "--port", "COM1", "--once").Output, "Give --board");
        Assert.IsEmpty(world.Nanoff.Calls);
        Assert.AreEqual(0, world.Run([], "--port", "COM1", "--once", "--board", "esp32-s3-octal").Code);
        Assert.AreEqual(2u, world.LockAt("COM1"));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [DataRow("cp -t", "")]
    [DataRow("false", "no tag: false ended with 1")]
    [DataRow("no-such-program", "no tag: ")]
    public void A_tag_without_a_secret_is_printed_for_each_lock_and_a_bad_printer_stops_nothing(string program, string fault)
    {
        using BenchWorld world = new(Gate);
        world.Nanoff.AddPort("COM1");
        world.Ports.Set("COM1");
        string printer = Directory.CreateDirectory(world.Tool.PathOf("printer")).FullName;
        ToolRun run = world.Run([], "--port", "COM1", "--once", "--print", program == "cp -t" ? $"cp -t {printer}" : program);
        Assert.AreEqual(0, run.Code, run.Output + run.Error);
        StringAssert.Contains(run.Output, $"take it out{(fault.Length > 0 ? $"; {fault}" : string.Empty)}");
        Assert.HasCount(fault.Length > 0 ? 0 : 1, Directory.GetFiles(printer));
        StringAssert.StartsWith(File.ReadAllText(world.Tool.PathOf("tags/1.pdf")), "%PDF-");
    }

    [TestMethod]
    public void What_is_missing_is_reported_before_a_board_is_erased()
    {
        using BenchWorld world = new(Gate);
        world.Nanoff.AddPort("COM1");
        world.Ports.Set("COM1");
        Assert.AreEqual(2, world.Run([], "--port", "COM1", "--once", "--board", "esp32-c3").Code, "no lock for it");
        File.Delete(world.Tool.PathOf("images/esp32/LockController.bin"));
        ToolRun run = world.Run([], "--port", "COM1", "--once");
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "lockctl image");
        Assert.IsEmpty(world.Nanoff.Calls);
    }

    [TestMethod]
    public void The_table_shows_each_port_and_fits_60_columns()
    {
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 60;
        BenchTable table = new(console);
        table.Row(new BenchRow("/dev/ttyUSB0", "ESP32-S3", 1, "Gate", "writing: files", BenchRowKind.Busy));
        table.Row(new BenchRow("/dev/ttyUSB1", "", null, "", "No [ESP32] answers.", BenchRowKind.Failed));
        table.Row(new BenchRow("/dev/ttyUSB2", "", null, "", "gone", BenchRowKind.Failed));
        table.Empty("/dev/ttyUSB2");
        table.Count(1, 300);
        console.Write(table.Draw());
        string drawn = text.ToString();
        foreach (string word in new[] { "ttyUSB0", "Gate (1)", "writing: files", "No [ESP32] answers.", "1 of 300" })
            StringAssert.Contains(drawn, word);
        Assert.DoesNotContain("ttyUSB2", drawn);
        Assert.IsTrue(drawn.Split('\n').All(line => line.TrimEnd().Length <= 60), drawn);
    }

    [TestMethod]
    [DataRow("Connected to:\nESP32-C3 (ESP32-C3 (QFN32))\nMAC 10:97:BD:00:00:01", "ESP32-C3")]
    [DataRow("x\r\nConnected to:\r\nESP32\r\nFeatures\r\nMAC 10:97:BD:00:00:01\r\n", "ESP32")]
    [DataRow("Connected to:\nESP32", null)]
    [DataRow("MAC 10:97:BD:00:00:01", null)]
    [DataRow("", null)]
    public void The_chip_is_read_from_the_words_of_nanoff(string text, string? chip)
    {
        ChipDetails? details = ChipDetails.Read(text);
        Assert.AreEqual(chip, details?.Chip);
        Assert.AreEqual(chip == null ? null : "10:97:BD:00:00:01", details?.Mac);
    }

    private static int RunProcess(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
