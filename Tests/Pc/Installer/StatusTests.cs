using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Lifecycle;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>What lockctl status shows about a mounted lock. The bench's noon is Monday 2026-11-23 12:00 UTC, 13:00 in Berlin.</summary>
[TestClass]
public sealed class StatusTests
{
    [TestMethod]
    public void The_lock_tells_its_own_local_time_and_what_the_key_may_now()
    {
        using ToolBench bench = Provisioned();
        string told = bench.OkAt("status", ToolBench.Gate);
        string local = LockLink.LocalTime.Epoch.AddSeconds(bench.Time.Utc).AddHours(BerlinHours(bench.Time.Utc))
            .ToString("yyyy-MM-dd HH:mm");
        StringAssert.Contains(told, local);
        StringAssert.Contains(told, "clock          set");
        StringAssert.Contains(told, "opens now      yes");
        StringAssert.Contains(told, "latch secured, door closed");
        StringAssert.Contains(told, "firmware       0.1.0");
        StringAssert.Contains(told, "board          virtual (the facility file says esp32-c3)");
        StringAssert.Matches(told, new System.Text.RegularExpressions.Regex("clock change   Sun \\d{4}-(03|10)-\\d\\d 0[23]:00:00"));
    }

    [TestMethod]
    public void A_keys_hours_are_told_by_the_lock_until_when_and_from_when()
    {
        using ToolBench bench = Provisioned();
        Issue(bench, "day.key", "Mon-Sun,Holidays 00:00-24:00");
        Assert.AreEqual("Ok", (string)Json(bench, "day.key")["opens"]!);
        DateTime local = LockLink.LocalTime.Epoch.AddSeconds(bench.Time.Utc).AddHours(BerlinHours(bench.Time.Utc));
        string ended = local.AddHours(-1).ToString("HH:mm");
        string begun = local.AddHours(-2).ToString("HH:mm");
        Issue(bench, "past.key", $"Mon-Sun,Holidays {begun}-{ended}");
        JsonNode past = Json(bench, "past.key");
        Assert.AreEqual("OutsideHours", (string)past["opens"]!);
        uint opening = (uint)past["until"]!;
        Assert.AreEqual(begun, LockLink.LocalTime.Epoch.AddSeconds(opening).AddHours(BerlinHours(opening)).ToString("HH:mm"));
        Issue(bench, "now.key", $"Mon-Sun,Holidays {begun}-{local.AddHours(1):HH:mm}");
        JsonNode now = Json(bench, "now.key");
        Assert.AreEqual("Ok", (string)now["opens"]!);
        uint closing = (uint)now["until"]!;
        Assert.AreEqual(local.AddHours(1).ToString("HH:mm"),
            LockLink.LocalTime.Epoch.AddSeconds(closing).AddHours(BerlinHours(closing)).ToString("HH:mm"));
        Assert.IsNull(now["full"], "a tenant sees no more than the door");
    }

    [TestMethod]
    public void A_lost_time_is_reported_asked_about_and_set()
    {
        using ToolBench bench = Provisioned();
        bench.Board!.CutPower();
        bench.Board.PowerOn();
        ToolRun alone = bench.At("status", ToolBench.Gate);
        Assert.AreEqual(0, alone.Code, alone.Error);
        StringAssert.Contains(alone.Error, "lost the time");
        Assert.AreNotEqual(ClockTrust.Set, bench.Board.Firmware!.Engine.Clock.Trust, "nobody has confirmed it");
        bench.Answer = "n\n";
        ToolRun refused = bench.At("status", ToolBench.Gate);
        Assert.AreEqual(1, refused.Code);
        StringAssert.Contains(refused.Error, "--set-time");
        Assert.AreNotEqual(ClockTrust.Set, bench.Board.Firmware.Engine.Clock.Trust, "not confirmed");
        bench.Answer = "y\n";
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate), "Is that right");
        Assert.AreEqual(ClockTrust.Set, bench.Board.Firmware.Engine.Clock.Trust);
        bench.OkAt("status", ToolBench.Gate, "--set-time");
        bench.Answer = null;
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate), "clock          set");
    }

    [TestMethod]
    public void A_time_that_is_lost_for_too_long_can_still_be_set()
    {
        using ToolBench bench = Provisioned();
        bench.Board!.CutPower();
        bench.Board.PowerOn();
        bench.Time.Advance(73L * 3600 * 1000);
        ToolRun refused = bench.At("status", ToolBench.Gate);
        Assert.AreEqual(1, refused.Code);
        StringAssert.Contains(refused.Error, "--set-time");
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate, "--set-time"), "clock          set");
    }

    [TestMethod]
    public void A_lock_that_came_to_its_identity_by_cable_is_known_from_then_on()
    {
        using ToolBench bench = new();
        HardwareBoard board = new(bench.Time, bench.SetupSecretOf(ToolBench.Gate), null, entropy => true);
        bench.Board = board;
        Assert.IsTrue(board.Flash.Files.Write(DeployedIdentity.FileName, File.ReadAllBytes(bench.PathOf("locks/1/identity.bin"))));
        board.PowerOn();
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate, "--set-time"), "Gate, number 1");
        Assert.AreEqual(1, (int)bench.LockOf(ToolBench.Gate)["installedGeneration"]!);
        Assert.IsNull(board.Flash.Files.Read(DeployedIdentity.FileName));
        StringAssert.Contains(bench.OkAt("events", ToolBench.Gate), "provisioned");
    }

    [TestMethod]
    public void Nobody_at_the_address_and_a_fresh_lock_are_told_apart()
    {
        using ToolBench bench = new();
        Assert.AreEqual(4, bench.At("status", ToolBench.Gate).Code);
        bench.PowerOn(ToolBench.Gate);
        ToolRun fresh = bench.At("status", ToolBench.Gate);
        Assert.AreEqual(1, fresh.Code);
        StringAssert.Contains(fresh.Error, "lockctl provision");
    }

    [TestMethod]
    public void The_trail_is_read_whole_checked_exported_and_released_once_it_is_kept()
    {
        using ToolBench bench = Provisioned();
        for (int i = 0; i < 40; i++)
        {
            bench.OkAt("open", ToolBench.Gate);
            bench.Time.Advance(61_000);
        }
        uint head = bench.Board!.Flash.Events.Head;
        string[] lines = bench.OkAt("events", ToolBench.Gate).TrimEnd().Split('\n');
        Assert.HasCount((int)head, lines.Where(line => char.IsDigit(line[5])).ToArray());
        Assert.IsTrue(lines.All(line => line.Length <= 60), "readable in 60 columns");
        Assert.HasCount(40,
            lines.Where(line => line.Contains("admitted", StringComparison.Ordinal) && line.Contains("lockctl", StringComparison.Ordinal))
            .ToArray());
        Assert.AreEqual(2, bench.At("events", ToolBench.Gate, "--store").Code, "what is not kept is not stored");
        bench.OkAt("events", ToolBench.Gate, "--out", bench.PathOf("trail.csv"), "--store");
        string[] table = File.ReadAllLines(bench.PathOf("trail.csv"));
        Assert.HasCount((int)head + 1, table);
        Assert.AreEqual("Number,Time,Utc,Clock,Kind,Who,Why,Key", table[0]);
        StringAssert.Matches(table[^1],
            new System.Text.RegularExpressions.Regex(
                "^\\d+,20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ,set,admitted,"),
                "a trail of years tells the year");
        Assert.AreEqual(head, bench.Board.Firmware!.Engine.Memory.State.Synced);
        Assert.AreEqual(2, bench.At("events", ToolBench.Gate, "--out", bench.PathOf("trail.csv")).Code, "never overwritten");
        bench.OkAt("events", ToolBench.Gate, "--out", bench.PathOf("trail.json"), "--store");
        JsonArray again = JsonNode.Parse(File.ReadAllText(bench.PathOf("trail.json")))!.AsArray();
        Assert.HasCount((int)bench.Board.Flash.Events.Head - 1, again, "one more event each: the notices that released them");
        Assert.HasCount(again.Count, JsonNode.Parse(bench.OkAt("events", ToolBench.Gate, "--json"))!.AsArray().Take(again.Count).ToArray());
    }

    [TestMethod]
    public void A_lock_that_lost_its_trail_is_reported_also_where_nothing_was_ever_stored()
    {
        using ToolBench bench = Provisioned();
        bench.OkAt("open", ToolBench.Gate);
        string? ledger = (string?)bench.LockOf(ToolBench.Gate)["ledger"];
        bench.OkAt("events", ToolBench.Gate);
        bench.OkAt("events", ToolBench.Gate);
        Assert.AreEqual(ledger, (string?)bench.LockOf(ToolBench.Gate)["ledger"], "what was only shown is not stored");
        bench.Board!.Dispose();
        bench.Board = new HardwareBoard(bench.Time, bench.SetupSecretOf(ToolBench.Gate), null, entropy => true);
        using FacilityFileStore store = FacilityFileStore.Open(bench.FacilityPath, _ => { }, forWriting: false);
        byte[] identity = IdentityFile.Write(FacilitySecrets.IdentityOf(store.Facility, store.Find(ToolBench.Gate)));
        Assert.IsTrue(bench.Board.Flash.Files.Write(DeployedIdentity.FileName, identity));
        bench.Board.PowerOn();
        ToolRun run = bench.At("events", ToolBench.Gate);
        Assert.AreEqual(1, run.Code);
        StringAssert.Contains(run.Error, "lost its memory");
        Assert.AreEqual(1, bench.At("events", ToolBench.Gate).Code, "for as long as it is so");
    }

    [TestMethod]
    public void Events_are_read_with_a_key_of_that_right_and_with_no_other()
    {
        using ToolBench bench = Provisioned();
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--right", "ReadEvents", "--out",
            bench.PathOf("reader.key"));
        Issue(bench, "opener.key", "always");
        StringAssert.Contains(bench.OkAt("events", ToolBench.Gate, "--key", bench.PathOf("reader.key")), "clock set");
        ToolRun refused = bench.At("events", ToolBench.Gate, "--key", bench.PathOf("opener.key"));
        Assert.AreEqual(1, refused.Code);
        StringAssert.Contains(refused.Error, "NotPermitted");
    }

    [TestMethod]
    [DataRow("status")]
    [DataRow("open")]
    [DataRow("identify")]
    [DataRow("events")]
    public void A_key_to_another_lock_is_reported_before_anybody_is_asked(string command)
    {
        using ToolBench bench = Provisioned();
        bench.Ok("key", "issue", ToolBench.Unit, "--holder", "7", "--tenancy", "1", "--until", "2040-01-01 00:00", "--out",
            bench.PathOf("unit.key"));
        ToolRun run = bench.At(command, ToolBench.Gate, "--key", bench.PathOf("unit.key"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "is a key to Unit 2, not to Gate");
    }

    [TestMethod]
    public void The_door_shows_itself_and_opens_once()
    {
        using ToolBench bench = Provisioned();
        bench.OkAt("identify", ToolBench.Gate);
        Assert.AreEqual(Signal.Identify, bench.Board!.Signal);
        StringAssert.Contains(bench.OkAt("open", ToolBench.Gate), "open for 5 s");
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate), "latch released");
    }

    private static ToolBench Provisioned()
    {
        ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        return bench;
    }

    private static void Issue(ToolBench bench, string file, string hours) =>
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--hours", hours, "--out",
            bench.PathOf(file));

    private static JsonNode Json(ToolBench bench, string key) =>
        JsonNode.Parse(bench.OkAt("status", ToolBench.Gate, "--json", "--key", bench.PathOf(key)))!;

    private static int BerlinHours(uint utc) =>
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin").GetUtcOffset(LockLink.LocalTime.Epoch.AddSeconds(utc)).Hours;
}
