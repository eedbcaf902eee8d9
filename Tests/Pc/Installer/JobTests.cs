using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>An installer who has some locks for a limited time, and not the facility's secret.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class JobTests
{
    private const string Unit3 = "Unit 3";
    private const int DaySeconds = 24 * 60 * 60;

    [TestMethod]
    public void With_a_job_file_alone_a_lock_is_put_into_service_and_the_office_takes_it_back()
    {
        using ToolBench bench = Given(out NanoffBench nanoff);
        string[] job = ["--facility", bench.PathOf("job.json")];
        bench.Ok([.. nanoff.Args(ToolBench.Gate), .. job]);
        nanoff.Start();
        bench.OkAt(["readback", ToolBench.Gate, .. job]);
        bench.OkAt(["status", ToolBench.Gate, "--set-time", .. job]);
        bench.OkAt(["open", ToolBench.Gate, .. job]);
        Assert.IsTrue(bench.Board!.Door.IsReleased);
        bench.OkAt(["events", ToolBench.Gate, .. job]);
        StringAssert.Contains(bench.Ok("job", "import", bench.PathOf("job.json")), "Gate is in service, generation 1");
        StringAssert.Contains(bench.Ok("job", "import", bench.PathOf("job.json")), "Gate was taken back already");
        Assert.AreEqual("provisioned", StateOf(bench, ToolBench.Gate));
        bench.OkAt("status", ToolBench.Gate);
        JsonArray events = JsonNode.Parse(bench.OkAt("events", ToolBench.Gate, "--json"))!.AsArray();
        Assert.IsTrue(events.Any(line => (string)line!["kind"]! == "admitted"));
    }

    [TestMethod]
    public void A_job_file_has_no_secret_but_those_of_its_locks_in_its_generations()
    {
        using ToolBench bench = Given(out _);
        string text = File.ReadAllText(bench.PathOf("job.json"));
        Assert.DoesNotContain((string)bench.Facility()["facilitySecret"]!, text);
        Assert.DoesNotContain((string)bench.LockOf(Unit3)["setupSecret"]!, text);
        JsonArray locks = JsonNode.Parse(text)!["locks"]!.AsArray();
        CollectionAssert.AreEqual(new[] { ToolBench.Gate, ToolBench.Unit }, locks.Select(door => (string)door!["name"]!).ToArray());
        int[] generations = [.. locks[0]!["jobSecrets"]!.AsArray().Select(one => (int)one!["generation"]!)];
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, generations);
        string[] job = ["--facility", bench.PathOf("job.json")];
        ToolRun other = bench.At(["open", Unit3, .. job]);
        Assert.AreEqual(2, other.Code);
        StringAssert.Contains(other.Error, "has no lock");
        // A fifth generation is not in it.
        for (int generation = 1; generation < 4; generation++)
        {
            WriteDone(bench, generation);
            bench.Ok(["replace", ToolBench.Gate, "--yes", .. job]);
        }
        WriteDone(bench, 4);
        ToolRun spent = bench.Run(["replace", ToolBench.Gate, "--yes", .. job]);
        Assert.AreEqual(2, spent.Code);
        StringAssert.Contains(spent.Error, "no further generation");
        Assert.AreEqual(2, bench.Run(["remove", ToolBench.Gate, "--yes", .. job]).Code);
        Assert.AreEqual(2, bench.Run(["manifest", bench.PathOf("locks.csv"), .. job]).Code);
        string[] jobOfJob = ["job", "new", ToolBench.Gate, "--until", "2040-01-01 00:00", "--out", bench.PathOf("j2")];
        Assert.AreEqual(2, bench.Run([.. jobOfJob, .. job]).Code);
    }

    [TestMethod]
    public void A_job_that_has_ended_is_not_used_any_more_and_can_still_be_taken_back()
    {
        using ToolBench bench = Given(out NanoffBench nanoff);
        string[] job = ["--facility", bench.PathOf("job.json")];
        string[] key = ["key", "issue", ToolBench.Gate, "--holder", "7", "--out", bench.PathOf("a.key"), "--until"];
        ToolRun late = bench.Run([.. key, "2040-01-01 00:00", .. job]);
        Assert.AreEqual(2, late.Code);
        StringAssert.Contains(late.Error, "ends with it");
        bench.Ok([.. key, Local(bench, DaySeconds), .. job]);
        bench.ComputerAheadSeconds = 3 * DaySeconds;
        string[][] commands =
            [["list"], nanoff.Args(ToolBench.Gate), ["bench", "--nanoff", nanoff.Program], ["key", .. key[1..], Local(bench, DaySeconds)],
            ["status", ToolBench.Gate, "--virtual", "127.0.0.1:1"], ["open", ToolBench.Gate, "--virtual", "127.0.0.1:1"],
            ["provision", ToolBench.Gate, "--virtual", "127.0.0.1:1"], ["label"], ["replace", ToolBench.Gate, "--yes"]];
        foreach (string[] command in commands)
        {
            ToolRun run = bench.Run([.. command, .. job]);
            Assert.AreEqual(2, run.Code, command[0]);
            StringAssert.Contains(run.Error, "The job of", command[0]);
        }
        Assert.IsEmpty(nanoff.Calls);
        StringAssert.Contains(bench.Ok("job", "import", bench.PathOf("job.json")), "Gate is not in service yet, generation 1");
    }

    [TestMethod]
    public void When_the_office_has_given_the_lock_another_generation_a_stolen_job_file_opens_it_no_more()
    {
        using ToolBench bench = Given(out _);
        string[] job = ["--facility", bench.PathOf("job.json")];
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt(["provision", ToolBench.Gate, "--set-time", .. job]);
        bench.OkAt(["open", ToolBench.Gate, .. job]);
        string until = Local(bench, DaySeconds);
        bench.Ok(["key", "issue", ToolBench.Gate, "--holder", "7", "--until", until, "--out", bench.PathOf("a.key"), .. job]);
        bench.Time.Advance(10_000);
        bench.Ok("job", "import", bench.PathOf("job.json"));
        bench.OkAt("reset", ToolBench.Gate, "--yes");
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        Assert.AreEqual(5, bench.GenerationOf(ToolBench.Gate), "above all that the job knows");
        Assert.AreEqual(2, bench.At(["open", ToolBench.Gate, .. job]).Code, "lockctl has no secret for it");
        ToolRun thief = bench.At(["open", ToolBench.Gate, "--key", bench.PathOf("a.key"), .. job]);
        Assert.AreEqual(1, thief.Code, "and the lock takes no key of before");
        StringAssert.Contains(thief.Error, "NotAuthentic");
        Assert.IsFalse(bench.Board!.Door.IsReleased);
        bench.OkAt("open", ToolBench.Gate);
    }

    [TestMethod]
    public void The_key_of_a_job_ends_with_the_job_at_the_lock_too()
    {
        using ToolBench bench = Given(out _);
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt(["provision", ToolBench.Gate, "--set-time", "--facility", bench.PathOf("job.json")]);
        bench.Time.Advance(3L * DaySeconds * 1000);
        // The thief's clock says what he likes.
        bench.ComputerAheadSeconds = -3 * DaySeconds;
        ToolRun run = bench.At("open", ToolBench.Gate, "--facility", bench.PathOf("job.json"));
        Assert.AreEqual(1, run.Code);
        StringAssert.Contains(run.Error, "Expired");
    }

    [TestMethod]
    public void A_result_that_this_facility_did_not_give_out_changes_nothing()
    {
        using ToolBench bench = Given(out _);
        string before = File.ReadAllText(bench.FacilityPath);
        string good = File.ReadAllText(bench.PathOf("job.json"));
        Action<JsonNode>[] lies =
        [
            job => job["job"]!["number"] = 2,
            job => job["facilityId"] = 4002,
            job => job["locks"]![0]!["generation"] = 5,
            job => job["locks"]![0]!["jobSecrets"]![0]!["secret"] = new string('0', 64),
            job => job["locks"]![0]!["id"] = 3,
            job => job["job"] = null,
            job => job["locks"]![0]!["jobSecrets"] = new JsonArray(),
            job => job["facilitySecret"] = new string('0', 64),
        ];
        foreach (Action<JsonNode> lie in lies)
        {
            JsonNode job = JsonNode.Parse(good)!;
            lie(job);
            File.WriteAllText(bench.PathOf("lie.json"), job.ToJsonString());
            Assert.AreEqual(2, bench.Run("job", "import", bench.PathOf("lie.json")).Code, job.ToJsonString());
            Assert.AreEqual(before, File.ReadAllText(bench.FacilityPath));
        }
        Assert.AreEqual(2, bench.Run("job", "import", bench.FacilityPath).Code);
    }

    [TestMethod]
    public void A_lock_is_in_one_job_and_the_office_does_not_write_it_meanwhile()
    {
        using ToolBench bench = Given(out NanoffBench nanoff);
        string[] again = ["job", "new", ToolBench.Gate, "--until", "2040-01-01 00:00", "--out", bench.PathOf("again.json")];
        Assert.AreEqual(2, bench.Run(again).Code);
        Assert.IsFalse(File.Exists(bench.PathOf("again.json")));
        string[][] refused =
            [nanoff.Args(ToolBench.Gate), ["replace", ToolBench.Gate, "--yes"], ["remove", ToolBench.Gate, "--yes"]];
        foreach (string[] command in refused)
            StringAssert.Contains(bench.Run(command).Error, "is in job 1");
        Assert.AreEqual(2, bench.Run("job", "end", "1").Code, "nobody said yes");
        bench.Ok("job", "end", "1", "--yes");
        Assert.AreEqual(5, bench.GenerationOf(ToolBench.Gate));
        StringAssert.Contains(bench.Ok("job", "import", bench.PathOf("job.json")), "taken back already");
        nanoff.Flash(ToolBench.Gate);
        Assert.AreEqual(5, nanoff.Start().Firmware!.Engine.Memory.Identity.Generation);
        bench.Ok("readback", ToolBench.Gate, "--identity", "A10F0000-01000000-0500-000100");
        bench.OkAt("status", ToolBench.Gate);
        Assert.AreEqual(2, bench.Run(again).Code, "a lock in service");
    }

    [TestMethod]
    public void A_job_can_be_for_every_board_that_can_be_flashed()
    {
        string[] flashed = [.. Directory.GetFiles(RepositoryFiles.PathOf("boards"), "board.json", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(flashed, BoardNames.All.ToArray());
    }

    [TestMethod]
    public void A_lock_is_provisioned_over_the_air_from_a_folder_with_nothing_but_the_job_file()
    {
        using ToolBench bench = Given(out _);
        string folder = Directory.CreateDirectory(bench.PathOf("site")).FullName;
        File.Move(bench.PathOf("job.json"), Path.Combine(folder, "job.json"));
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time", "--facility", Path.Combine(folder, "job.json"));
    }

    private static string StateOf(ToolBench bench, string name) => (string)JsonNode.Parse(bench.Ok("list", "--json"))!.AsArray()
        .Single(door => (string)door!["name"]! == name)!["state"]!;

    /// <summary>Says that the hardware has the files, so that other hardware needs another generation.</summary>
    private static void WriteDone(ToolBench bench, int generation) =>
        File.WriteAllText(bench.PathOf("locks/1/flash.json"), $"{{ \"Generation\": {generation}, \"Steps\": [\"firmware\", \"files\"] }}");

    private static string Local(ToolBench bench, int aheadSeconds) =>
        LocalTime.Epoch.AddSeconds(bench.Time.Utc).AddHours(1).AddSeconds(aheadSeconds).ToString("yyyy-MM-dd HH:mm");

    /// <summary>A facility of three locks, two of them in job.json for two days.</summary>
    private static ToolBench Given(out NanoffBench nanoff)
    {
        ToolBench bench = new();
        bench.WriteList("1,Gate,esp32-c3,entry,yes,/dev/ttyUSB0", "2,Unit 2,esp32,unit,,", $"3,{Unit3},esp32,unit,,");
        bench.Ok("manifest", bench.PathOf("locks.csv"));
        nanoff = new NanoffBench(bench);
        bench.Ok("job", "new", ToolBench.Gate, ToolBench.Unit, "--until", Local(bench, 2 * DaySeconds), "--out", bench.PathOf("job.json"));
        return bench;
    }
}
