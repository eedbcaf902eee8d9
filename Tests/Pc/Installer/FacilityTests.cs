using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>The facility file and the list of locks.</summary>
[TestClass]
public sealed class FacilityTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [TestMethod]
    public void Each_facility_has_a_secret_of_its_own_for_its_owner_alone_and_is_never_overwritten()
    {
        using ToolBench bench = new(false);
        bench.Ok("facility", "new", "--name", "A", "--zone-rule", "UTC0");
        string before = File.ReadAllText(bench.FacilityPath);
        ToolRun again = bench.Run("facility", "new", "--name", "B", "--zone-rule", "UTC0");
        Assert.AreEqual(2, again.Code);
        StringAssert.Contains(again.Error, "never overwritten");
        Assert.AreEqual(before, File.ReadAllText(bench.FacilityPath));
        if (!OperatingSystem.IsWindows())
            Assert.AreEqual(OwnerOnly, File.GetUnixFileMode(bench.FacilityPath));
        bench.Ok("facility", "new", "--name", "A", "--zone-rule", "UTC0", "--facility", bench.PathOf("other.json"));
        string other = (string)JsonNode.Parse(File.ReadAllText(bench.PathOf("other.json")))!["facilitySecret"]!;
        Assert.HasCount(32, Convert.FromHexString(other));
        Assert.AreNotEqual((string)bench.Facility()["facilitySecret"]!, other);
    }

    [TestMethod]
    [DataRow("Europe/Berlin", "3C007800" + "0305067800" + "0A0506B400")]
    [DataRow("Asia/Kolkata", "4A014A01" + "0000000000" + "0000000000")]
    [DataRow("America/New_York", "D4FE10FF" + "0302067800" + "0B01067800")]
    public void A_zone_of_the_system_becomes_the_rule_that_locks_keep(string zone, string rule)
    {
        using ToolBench bench = new(false);
        ToolRun run = bench.Run("facility", "new", "--name", "A", "--zone", zone);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.AreEqual(string.Empty, run.Error);
        Assert.AreEqual(rule, ((string)bench.Facility()["zoneRule"]!).ToUpperInvariant());
    }

    [TestMethod]
    public void A_zone_that_no_rule_can_say_is_warned_of()
    {
        using ToolBench bench = new(false);
        ToolRun run = bench.Run("facility", "new", "--name", "A", "--zone", "Africa/Casablanca");
        Assert.AreEqual(0, run.Code, run.Error);
        StringAssert.Contains(run.Error, "do not follow a yearly rule");
    }

    [TestMethod]
    [DataRow("--zone", "Europe/Atlantis")]
    [DataRow("--zone", "../../etc/passwd")]
    [DataRow("--zone-rule", "CET-1CEST")]
    [DataRow("--holiday", "25.12.2026")]
    [DataRow("--id", "0")]
    [DataRow("--id", "4294967296")]
    public void What_cannot_be_used_makes_no_file(string option, string value)
    {
        using ToolBench bench = new(false);
        ToolRun run = bench.Run("facility", "new", "--name", "A", option, value);
        Assert.AreEqual(2, run.Code);
        Assert.AreNotEqual(string.Empty, run.Error);
        Assert.IsFalse(File.Exists(bench.FacilityPath));
    }

    [TestMethod]
    [DataRow("facilitySecret", "00")]
    [DataRow("format", "something")]
    [DataRow("zoneRule", "FFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [DataRow("unknown", "1")]
    public void A_facility_file_that_is_not_whole_is_not_used(string field, string value)
    {
        using ToolBench bench = new();
        JsonNode facility = bench.Facility();
        facility[field] = value;
        File.WriteAllText(bench.FacilityPath, facility.ToJsonString());
        ToolRun run = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "cannot be used as a facility file");
    }

    [TestMethod]
    public void Two_at_a_time_are_refused()
    {
        using ToolBench bench = new();
        using FileStream held = new(bench.FacilityPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        ToolRun run = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "in use");
    }

    [TestMethod]
    public void Everything_wrong_with_a_list_is_reported_with_its_line_and_nothing_is_done()
    {
        using ToolBench bench = new();
        string before = File.ReadAllText(bench.FacilityPath);
        bench.WriteList(
            "3,Unit 3,esp32-c3,unit,no,",
            ",Unit 4,esp32-c3,unit,,",
            "3,unit 3,esp32-c3,unit,,",
            "5,,esp32-c4,shed,perhaps,",
            "x,Unit 6,esp32-c3,unit,,",
            "1,Another,esp32-c3,entry,,",
            "7,Gate,esp32-c3,entry,,");
        ToolRun first = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(2, first.Code);
        string[] problems =
        [
            "line 3: the id is missing", "line 4: line 2 has the id 3", "line 4: line 2 has the name \"unit 3\"",
            "line 5: the name is missing", "line 5: unknown board \"esp32-c4\"", "line 5: the kind", "line 5: exit",
            "line 6: the id \"x\"",
        ];
        foreach (string problem in problems)
            StringAssert.Contains(first.Error, problem);
        bench.WriteList("3,Unit 3,esp32-c3,unit,no,", "1,Another,esp32-c3,entry,,", "7,Gate,esp32-c3,entry,,");
        ToolRun second = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(2, second.Code);
        StringAssert.Contains(second.Error, "line 3: lock 1 is \"Gate\"");
        StringAssert.Contains(second.Error, "line 4: lock 1 in the facility file has the name \"Gate\"");
        Assert.AreEqual(before, File.ReadAllText(bench.FacilityPath));
        Assert.IsFalse(Directory.Exists(bench.PathOf("locks/3")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("id,name\n1,Gate")]
    [DataRow("id,name,board,kind,colour\n1,Gate,esp32,unit,red")]
    [DataRow("id,name,board,kind,kind\n1,Gate,esp32,unit,unit")]
    [DataRow("id,name,board,kind")]
    [DataRow("id,name,board,kind\n9,\"Gate,esp32,unit")]
    [DataRow("id,name,board,kind\n9,Gate 9,esp32")]
    [DataRow("id,name,board,kind\n9,Gate 9,esp32,unit,no")]
    public void A_file_that_is_no_list_of_locks_is_refused_with_the_line(string text)
    {
        using ToolBench bench = new();
        File.WriteAllText(bench.PathOf("locks.csv"), text);
        ToolRun run = bench.Run("manifest", bench.PathOf("locks.csv"));
        Assert.AreEqual(2, run.Code, run.Output);
        StringAssert.Contains(run.Error, "line ");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void Five_hundred_locks_are_prepared_once_and_a_run_that_broke_off_is_continued()
    {
        using ToolBench bench = new(false);
        bench.Ok("facility", "new", "--name", "A", "--zone-rule", "UTC0");
        bench.WriteList([.. Enumerable.Range(1, 500).Select(id => $"{id},Unit {id},esp32-c3,unit,,")]);
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "500 of 500");
        string facility = File.ReadAllText(bench.FacilityPath);
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "nothing to do");
        byte[] before = File.ReadAllBytes(bench.PathOf("locks/400/identity.bin"));
        for (int id = 251; id <= 500; id++)
            Directory.Delete(bench.PathOf($"locks/{id}"), true);
        File.Delete(bench.PathOf("locks/250/deploy.json"));
        File.WriteAllBytes(bench.PathOf("locks/249/identity.bin"), []);
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "files written for 252");
        CollectionAssert.AreEqual(before, File.ReadAllBytes(bench.PathOf("locks/400/identity.bin")), "the same identity, not another");
        Assert.AreEqual(facility, File.ReadAllText(bench.FacilityPath), "no generation is used up");
        string[] secrets = [.. bench.Facility()["locks"]!.AsArray().Select(door => (string)door!["setupSecret"]!).Distinct()];
        Assert.HasCount(500, secrets);
    }

    [TestMethod]
    public void The_files_of_a_lock_are_its_identity_for_its_owner_alone()
    {
        using ToolBench bench = new();
        ProvisionBody identity = new();
        Assert.IsTrue(IdentityFile.TryRead(File.ReadAllBytes(bench.PathOf("locks/1/identity.bin")), identity));
        Assert.AreEqual((4001u, 1u, (ushort)1), (identity.FacilityId, identity.LockId, identity.Generation));
        Assert.IsTrue(identity.Configuration.IsExit);
        CollectionAssert.AreEqual(
            LockSecrets.DeriveLockSecret(Convert.FromHexString((string)bench.Facility()["facilitySecret"]!), 4001, 1, 1),
            identity.LockSecret);
        CollectionAssert.AreEqual(bench.SetupSecretOf(ToolBench.Gate), File.ReadAllBytes(bench.PathOf("locks/1/setup.bin")));
        JsonNode deploy = JsonNode.Parse(File.ReadAllText(bench.PathOf("locks/1/deploy.json")))!;
        Assert.AreEqual("/dev/ttyUSB0", (string)deploy["serialport"]!);
        CollectionAssert.AreEqual(
            new[] { "I:\\setup.bin", "I:\\identity.bin" },
            deploy["files"]!.AsArray().Select(file => (string)file!["DestinationFilePath"]!).ToArray());
        if (OperatingSystem.IsWindows())
            return;
        foreach (string name in new[] { "setup.bin", "identity.bin", "deploy.json" })
            Assert.AreEqual(OwnerOnly, File.GetUnixFileMode(bench.PathOf($"locks/1/{name}")), name);
    }
}
