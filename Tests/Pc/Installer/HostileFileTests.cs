using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Files that block a command, are incomplete, or belong to somebody else.</summary>
[TestClass]
public sealed class HostileFileTests
{
    [TestMethod]
    public void A_refused_file_leaves_no_secret_behind()
    {
        using ToolBench bench = new();
        Assert.AreEqual(2, bench.Run("facility", "new", "--name", "B", "--zone-rule", "UTC0").Code);
        string[] left = [.. Directory.GetFiles(bench.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        CollectionAssert.AreEqual(new[] { ".gitignore", "facility.json", "facility.json.lock", "locks.csv" }, left);
    }

    [TestMethod]
    public void A_new_facility_does_not_touch_what_another_command_is_writing()
    {
        using ToolBench bench = new();
        File.WriteAllText(bench.FacilityPath + ".new", "half of what another lockctl writes");
        using FileStream held = new(bench.FacilityPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.AreEqual(2, bench.Run("facility", "new", "--name", "B", "--zone-rule", "UTC0").Code);
        Assert.AreEqual("half of what another lockctl writes", File.ReadAllText(bench.FacilityPath + ".new"));
    }

    [TestMethod]
    public void A_half_written_copy_that_a_power_cut_left_is_in_nobodys_way()
    {
        using ToolBench bench = new();
        string before = File.ReadAllText(bench.FacilityPath);
        File.WriteAllText(bench.FacilityPath + ".new", before[..40]);
        bench.Ok("replace", ToolBench.Gate, "--yes");
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate));
        Assert.IsFalse(File.Exists(bench.FacilityPath + ".new"));
    }

    [TestMethod]
    public void A_symbolic_link_to_the_facility_file_is_the_same_file()
    {
        using ToolBench bench = new();
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("links need rights there");
            return;
        }
        string link = bench.PathOf("link.json");
        File.CreateSymbolicLink(link, bench.FacilityPath);
        bench.Ok("replace", ToolBench.Gate, "--yes", "--facility", link);
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate), "the file itself");
        Assert.IsNotNull(new FileInfo(link).LinkTarget, "still a link");
        using FileStream held = new(bench.FacilityPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        StringAssert.Contains(bench.Run("replace", ToolBench.Unit, "--yes", "--facility", link).Error, "in use");
    }

    [TestMethod]
    [DataRow("locks", "[null]")]
    [DataRow("locks", "null")]
    [DataRow("holidays", "[null]")]
    [DataRow("nextKeyId", "1")]
    [DataRow("nextKeyId", "-1")]
    [DataRow("createdAt", "4294967296")]
    [DataRow("facilityId", "0")]
    [DataRow("zoneRule", "\"\"")]
    public void What_an_editor_broke_is_reported_and_not_used(string field, string json)
    {
        using ToolBench bench = new();
        bench.ChangeFacility(facility => facility[field] = JsonNode.Parse(json));
        ToolRun run =
            bench.Run("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf("a.key"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "cannot be used as a facility file");
        Assert.IsFalse(File.Exists(bench.PathOf("a.key")));
    }

    [TestMethod]
    [DataRow("AAAA")]
    [DataRow("no base64!")]
    public void A_damaged_ledger_is_reported(string ledger)
    {
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate);
        bench.ChangeFacility(facility => facility["locks"]![0]!["ledger"] = ledger);
        ToolRun run = bench.At("events", ToolBench.Gate);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "newest good copy");
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("null")]
    [DataRow("{\"Generation\":1,\"Steps\":[null]}")]
    [DataRow("{\"Generation\":1,")]
    public void Progress_of_flashing_that_cannot_be_read_is_none(string json)
    {
        using ToolBench bench = new();
        File.WriteAllText(bench.PathOf("locks/1/flash.json"), json);
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "nothing to do");
    }

    [TestMethod]
    [DataRow("setup.bin")]
    [DataRow("identity.bin")]
    [DataRow("deploy.json")]
    public void A_file_for_the_cable_that_is_not_whole_is_written_again(string name)
    {
        using ToolBench bench = new();
        byte[] whole = File.ReadAllBytes(bench.PathOf($"locks/1/{name}"));
        File.WriteAllBytes(bench.PathOf($"locks/1/{name}"), whole[..^1]);
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        CollectionAssert.AreEqual(whole, File.ReadAllBytes(bench.PathOf($"locks/1/{name}")));
    }

    [TestMethod]
    [DataRow("3,\"Unit\u0007 3\",esp32,unit,,", "characters")]
    [DataRow("3,Unit \ufffd,esp32,unit,,", "characters")]
    [DataRow("3,2,esp32,unit,,", "number of lock 2")]
    [DataRow("3,4,esp32,unit,,\n4,Four,esp32,unit,,", "number of lock 4")]
    [DataRow("3,\"Unit\n3\",esp32,unit,,", "characters")]
    [DataRow("3,A name that is far too long to be read on the label of any lock,esp32,unit,,", "at most 40")]
    public void Names_that_could_be_mistaken_are_refused(string rows, string why)
    {
        using ToolBench bench = new();
        bench.WriteList(rows);
        ToolRun run = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(2, run.Code, run.Output);
        StringAssert.Contains(run.Error, why);
        StringAssert.Contains(run.Error, "line ");
    }

    [TestMethod]
    public void A_unit_may_be_called_by_its_own_number()
    {
        using ToolBench bench = new();
        bench.WriteList("101,101,esp32,unit,,", "102,102,esp32,unit,,");
        bench.Ok("manifest", bench.PathOf("locks.csv"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("   ")]
    [DataRow("North\u001b[2JYard")]
    public void A_facility_has_a_name_that_can_be_shown(string name)
    {
        using ToolBench bench = new(false);
        ToolRun run = bench.Run("facility", "new", "--name", name, "--zone-rule", "UTC0");
        Assert.AreEqual(2, run.Code);
        Assert.IsFalse(File.Exists(bench.FacilityPath));
    }

    [TestMethod]
    public void A_folder_that_cannot_be_written_is_reported()
    {
        using ToolBench bench = new(false);
        ToolRun run = bench.Run("facility", "new", "--name", "A", "--zone-rule", "UTC0", "--facility", bench.PathOf("none/facility.json"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "cannot be written");
        Directory.CreateDirectory(bench.PathOf("folder"));
        Assert.AreEqual(2, bench.Run("facility", "new", "--name", "A", "--zone-rule", "UTC0", "--facility", bench.PathOf("folder")).Code);
        Assert.AreEqual(2, bench.Run("manifest", bench.Folder, "--facility", bench.PathOf("folder")).Code);
    }
}
