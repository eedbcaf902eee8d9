using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Locks that are removed and moved, and the status of all of them at once.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ListChangeTests
{
    private const string GateAddress = "127.0.0.1:5001";
    private const string UnitAddress = "127.0.0.1:5002";

    [TestMethod]
    public void A_number_that_was_removed_comes_back_with_the_next_generation_so_that_old_keys_do_not_open()
    {
        using ToolBench bench = new();
        bench.Ok("replace", ToolBench.Gate, "--yes");
        PhoneKey old = Issue(bench, "old.key");
        Assert.AreEqual(2, bench.Run("remove", ToolBench.Gate).Code, "nobody said yes");
        bench.Answer = "n";
        Assert.AreEqual(2, bench.Run("remove", ToolBench.Gate).Code);
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate));
        bench.Answer = "y";
        StringAssert.Contains(bench.Ok("remove", ToolBench.Gate), "is removed");
        bench.Answer = null;
        Assert.IsFalse(Directory.Exists(bench.PathOf("locks/1")), "its secrets are gone");
        Assert.AreEqual(2, bench.Run("label", ToolBench.Gate).Code);
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "1 locks added");
        Assert.AreEqual(3, bench.GenerationOf(ToolBench.Gate));
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        Assert.AreEqual(1, bench.At("open", ToolBench.Gate, "--key", bench.PathOf("old.key")).Code, $"{old.Grant.Length} bytes of grant");
        Assert.IsFalse(bench.Board!.Door.IsReleased);
    }

    [TestMethod]
    public void A_facility_file_whose_removed_locks_are_not_possible_is_refused()
    {
        using ToolBench bench = new();
        bench.Ok("remove", ToolBench.Unit, "--yes");
        bench.ChangeFacility(facility => facility["removed"]![0]!["id"] = 1);
        ToolRun run = bench.Run("list");
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "removed locks");
    }

    [TestMethod]
    public void Hardware_is_moved_to_another_door_and_old_keys_open_neither()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        Assert.AreEqual(2, bench.Run("move", ToolBench.Gate, ToolBench.Unit, "--yes").Code, "no hardware yet");
        nanoff.Flash(ToolBench.Gate);
        nanoff.Start();
        bench.OkAt("readback", ToolBench.Gate);
        Issue(bench, "old.key");
        Assert.AreEqual(2, bench.Run("move", ToolBench.Gate, ToolBench.Gate, "--yes").Code, "to itself");
        Assert.AreEqual(2, bench.Run("move", ToolBench.Gate, ToolBench.Unit).Code, "nobody said yes");
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate));
        string said = bench.Ok("move", ToolBench.Gate, ToolBench.Unit, "--yes");
        StringAssert.Contains(said, "Unit 2 (lock 2) is prepared for the hardware of Gate: board esp32-c3, generation 1");
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate), "the hardware that goes away has generation 1");
        CollectionAssert.AreEqual(new[] { "replaced", "planned" }, JsonNode.Parse(bench.Ok("list", "--json"))!.AsArray()
            .Select(door => (string)door!["state"]!).ToArray());
        nanoff.Flash(ToolBench.Unit, "--image", bench.PathOf("images/esp32-c3/LockController.bin"));
        bench.Board!.Dispose();
        nanoff.Start();
        bench.OkAt("readback", ToolBench.Unit);
        bench.OkAt("status", ToolBench.Unit, "--set-time");
        Assert.AreEqual(2, bench.At("open", ToolBench.Unit, "--key", bench.PathOf("old.key")).Code, "a key of another door");
    }

    [TestMethod]
    public void The_status_of_all_tells_who_is_well_who_is_not_and_who_does_not_answer()
    {
        using ToolBench bench = new();
        bench.WriteList("1,Gate,esp32-c3,entry,yes,", "2,Unit 2,esp32,unit,,", "3,Unit 3,esp32,unit,,");
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        HardwareBoard gate = bench.PowerOnAt(GateAddress, ToolBench.Gate);
        bench.PowerOnAt(UnitAddress, ToolBench.Unit);
        bench.Ok("provision", ToolBench.Gate, "--virtual", GateAddress, "--set-time");
        bench.Ok("provision", ToolBench.Unit, "--virtual", UnitAddress, "--set-time");
        string[] all = ["status", "--all", "--virtual", GateAddress, UnitAddress];
        string well = bench.Ok(all);
        StringAssert.Contains(well, "1  good           Gate");
        StringAssert.Contains(well, "3  planned        Unit 3");
        StringAssert.Contains(well, "2 good, 0 to look at, 0 without an answer");
        Assert.IsTrue(well.Split('\n').All(line => line.TrimEnd().Length <= 60), well);
        gate.Door.OpenHousing(true);
        bench.Time.Advance(1000);
        ToolRun ill = bench.Run(all);
        Assert.AreEqual(1, ill.Code);
        StringAssert.Contains(ill.Output, "1  LOOK           Gate");
        StringAssert.Contains(ill.Output, "the housing is open");
        JsonArray json = JsonNode.Parse(bench.Run([.. all, "--json"]).Output)!.AsArray();
        Assert.AreEqual("the housing is open", (string)json[0]!["problems"]![0]!);
        Assert.AreEqual(UnitAddress, (string)json[1]!["address"]!);
        Assert.AreEqual("planned", (string)json[2]!["state"]!);
        gate.Door.OpenHousing(false);
        gate.CutPower();
        bench.Time.Advance(1000);
        bench.Others[GateAddress] = null;
        ToolRun silent = bench.Run(all);
        Assert.AreEqual(4, silent.Code);
        StringAssert.Contains(silent.Output, "1  no answer      Gate");
        StringAssert.Contains(silent.Error, GateAddress);
    }

    [TestMethod]
    public void A_lock_of_another_facility_is_named_and_nothing_is_learned_from_it()
    {
        using ToolBench bench = new();
        bench.PowerOnAt(GateAddress, ToolBench.Gate);
        ToolRun run = bench.Run("status", "--all", "--virtual", GateAddress);
        Assert.AreEqual(0, run.Code, "nobody is in service yet");
        StringAssert.Contains(run.Error, "is no lock of this facility");
    }

    [TestMethod]
    [DataRow("status", "--all", "Gate", "--virtual", GateAddress)]
    [DataRow("status", "--virtual", GateAddress)]
    [DataRow("status", "Gate", "--virtual", GateAddress, UnitAddress)]
    [DataRow("status", "--all", "--virtual", "nowhere")]
    [DataRow("status", "--all", "--virtual", GateAddress, "--key", "a.key")]
    public void What_does_not_fit_together_is_refused(params string[] args)
    {
        using ToolBench bench = new();
        Assert.AreEqual(2, bench.Run(args).Code);
    }

    private static PhoneKey Issue(ToolBench bench, string file)
    {
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf(file));
        return bench.KeyOf(file);
    }
}
