using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.Ports;
using LockFirmware.LockLink;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.InstallerTool;
using LockFirmware.VirtualBoard.Listen;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>
/// The cases of docs/operations.md, practised: what happens is done to a virtual board with its keys, and the steps with lockctl. A test
/// has the name of its case.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class OperationsPracticeTests
{
    private const int PressMs = 300;
    private const int HourMs = 3_600_000;
    private const string Gate = ToolBench.Gate;

    [TestMethod]
    public void Every_case_of_the_document_is_practised_here()
    {
        string[] cases = [.. Regex.Matches(RepositoryFiles.Read("docs/operations.md"), "^## (.+)$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value.Replace(' ', '_'))];
        string[] tests = [.. typeof(OperationsPracticeTests).GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .Where(method => method.GetCustomAttribute<TestMethodAttribute>() != null).Select(method => method.Name)];
        CollectionAssert.IsSubsetOf(cases, tests);
        Assert.IsGreaterThanOrEqualTo(15, cases.Length);
    }

    [TestMethod]
    public void Power_cut()
    {
        using ToolBench bench = InService();
        Key(bench, "tenant.key");
        Press(bench, "pp");
        Refused(bench, "ClockUnknown", "open", Gate, "--key", bench.PathOf("tenant.key"));
        StringAssert.Contains(bench.OkAt("status", Gate), "lost");
        bench.OkAt("status", Gate, "--set-time");
        bench.OkAt("open", Gate, "--key", bench.PathOf("tenant.key"));
        CollectionAssert.Contains(Kinds(bench), "started");
    }

    [TestMethod]
    public void Lost_phone()
    {
        using ToolBench bench = InService();
        Key(bench, "lost.key");
        bench.OkAt("reset", Gate, "--yes");
        bench.OkAt("provision", Gate, "--set-time");
        Key(bench, "new.key");
        Refused(bench, "NotAuthentic", "open", Gate, "--key", bench.PathOf("lost.key"));
        bench.OkAt("open", Gate, "--key", bench.PathOf("new.key"));
    }

    [TestMethod]
    public void Lost_label()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        string lost = SetupText.Of(1, bench.SetupSecretOf(Gate));
        bench.Ok("replace", Gate, "--yes");
        nanoff.Flash(Gate);
        File.Delete(nanoff.ConfigOf(NanoffBench.Port, DeployedIdentity.FileName));
        nanoff.Start();
        Assert.AreEqual(1, bench.At("provision", Gate, "--setup", lost).Code);
        Assert.IsFalse(IsProvisioned(bench));
        bench.OkAt("provision", Gate, "--set-time");
        Assert.IsTrue(IsProvisioned(bench));
    }

    [TestMethod]
    public void Replaced_lock()
    {
        using ToolBench bench = InService();
        NanoffBench nanoff = new(bench);
        Key(bench, "old.key");
        bench.OkAt("events", Gate, "--out", bench.PathOf("old.json"));
        HardwareBoard old = bench.Board!;
        bench.Others["127.0.0.1:5001"] = old;
        bench.Ok("replace", Gate, "--yes");
        nanoff.Flash(Gate);
        nanoff.Start();
        bench.OkAt("status", Gate, "--set-time");
        Assert.IsEmpty(Directory.GetFiles(bench.PathOf("locks/1"), "*.bin"), "the files with its secrets are removed");
        Refused(bench, "NotAuthentic", "open", Gate, "--key", bench.PathOf("old.key"));
        Key(bench, "new.key");
        bench.OkAt("open", Gate, "--key", bench.PathOf("new.key"));
        bench.Ok("reset", Gate, "--yes", "--virtual", "127.0.0.1:5001");
        Assert.IsFalse(old.Firmware!.Engine.Memory.Identity.IsProvisioned);
    }

    [TestMethod]
    public void Moved_lock()
    {
        using ToolBench bench = InService();
        NanoffBench nanoff = new(bench);
        bench.OkAt("events", Gate);
        bench.Ok("move", Gate, ToolBench.Unit, "--yes");
        nanoff.Flash(ToolBench.Unit);
        bench.Board!.Dispose();
        Assert.AreEqual(2u, nanoff.Start().Firmware!.Engine.Memory.Identity.LockId);
        bench.OkAt("status", ToolBench.Unit, "--set-time");
        nanoff.AddPort("COM6", "ESP32-C3");
        bench.Ok(["flash", Gate, "--port", "COM6", "--nanoff", nanoff.Program, "--runtime", NanoffBench.Runtime]);
        bench.Board!.Dispose();
        Assert.AreEqual(2, nanoff.Start("COM6").Firmware!.Engine.Memory.Identity.Generation);
        bench.OkAt("status", Gate, "--set-time");
    }

    [TestMethod]
    public void Gateway_away_for_a_month()
    {
        using ToolBench bench = InService();
        Key(bench, "tenant.key");
        bench.Time.Advance(30L * 24 * HourMs);
        bench.OkAt("open", Gate, "--key", bench.PathOf("tenant.key"));
        StringAssert.Contains(bench.OkAt("events", Gate, "--out", bench.PathOf("month.json"), "--store"), "may now overwrite");
        bench.OkAt("status", Gate, "--set-time");
    }

    [TestMethod]
    public void Wrong_clock()
    {
        using ToolBench bench = InService();
        bench.ComputerAheadSeconds = 24 * HourMs / 1000;
        bench.OkAt("status", Gate, "--set-time");
        bench.ComputerAheadSeconds = 0;
        StringAssert.Contains(bench.At("status", Gate).Error, "differs by 864");
        bench.OkAt("status", Gate, "--set-time");
        Assert.DoesNotContain("differs", bench.At("status", Gate).Error);
        Assert.IsGreaterThanOrEqualTo(2, Kinds(bench).Count(kind => kind == "clock set"));
    }

    [TestMethod]
    public void Dead_or_jammed_latch()
    {
        using ToolBench bench = InService();
        Press(bench, "j");
        bench.OkAt("open", Gate);
        bench.Time.Advance(6000);
        StringAssert.Contains(bench.OkAt("status", Gate), "JAMMED");
        Press(bench, "j");
        Refused(bench, "Jammed", "open", Gate);
        bench.Time.Advance(10_000);
        bench.OkAt("open", Gate);
        CollectionAssert.Contains(Kinds(bench), "latch jammed");
    }

    [TestMethod]
    public void A_lock_without_identity_after_power()
    {
        using ToolBench bench = InService();
        bench.Board!.Dispose();
        // Its storage was formatted, so nobody knows its setup secret.
        bench.PowerOn(Gate, [.. Enumerable.Repeat((byte)7, 32)]);
        AssertLeaves(bench);
        Assert.AreEqual(1, bench.At("status", Gate).Code);
        Assert.AreEqual(1, bench.At("provision", Gate).Code);
        ReplaceAndFlash(bench);
    }

    [TestMethod]
    public void A_lock_whose_memory_is_damaged()
    {
        using ToolBench bench = InService();
        bench.Board!.CutPower();
        for (int record = 0; record < 10; record++)
            Damage(bench.Board, record);
        bench.Board.PowerOn();
        bench.Time.Advance(2000);
        Assert.AreEqual(Signal.Fault, bench.Board.Signal);
        Assert.AreNotEqual(0, bench.At("open", Gate).Code);
        AssertLeaves(bench);
        Press(bench, "pp");
        Assert.AreNotEqual(0, bench.At("open", Gate).Code, "the supply does not help");
        ReplaceAndFlash(bench);
    }

    [TestMethod]
    public void New_firmware()
    {
        using ToolBench bench = InService();
        NanoffBench nanoff = new(bench);
        bench.OkAt("events", Gate);
        nanoff.Flash(Gate, "--application-only");
        Assert.HasCount(1, nanoff.Calls);
        Press(bench, "pp");
        StringAssert.Contains(bench.OkAt("status", Gate, "--set-time"), "firmware");
        bench.OkAt("open", Gate);
    }

    [TestMethod]
    public void Fire_alarm_and_the_way_out()
    {
        using ToolBench bench = InService();
        Press(bench, "a");
        Assert.IsTrue(bench.Board!.Door.IsReleased);
        StringAssert.Contains(bench.OkAt("status", Gate), "fire release");
        bench.Board.Door.SoundFireAlarm(false);
        bench.Time.Advance(10_000);
        Assert.IsFalse(bench.Board.Door.IsReleased);
        AssertLeaves(bench);
        CollectionAssert.IsSubsetOf(new[] { "FIRE RELEASE", "fire release over", "exit button" }, Kinds(bench));
    }

    [TestMethod]
    public void Staff_without_a_clock()
    {
        using ToolBench bench = InService();
        Key(bench, "tenant.key");
        Key(bench, "staff.key", "Unlock", "OpenWithoutClock");
        Press(bench, "pp");
        Refused(bench, "ClockUnknown", "open", Gate, "--key", bench.PathOf("tenant.key"));
        bench.OkAt("open", Gate, "--key", bench.PathOf("staff.key"));
        bench.Time.Advance(73L * HourMs);
        Refused(bench, "ClockUnknown", "open", Gate, "--key", bench.PathOf("staff.key"));
    }

    [TestMethod]
    public void Gaps_in_the_trail()
    {
        using ToolBench bench = InService();
        bench.OkAt("events", Gate, "--out", bench.PathOf("first.json"));
        // Hardware with the same identity that has lost its events.
        byte[] identity = IdentityFile.Write(FacilitySecrets.IdentityOf(
            Store(bench, out FacilityLock door), door));
        bench.Board!.Dispose();
        HardwareBoard fresh = new(bench.Time, bench.SetupSecretOf(Gate), null, _ => true);
        fresh.Flash.Files.Write(DeployedIdentity.FileName, identity);
        bench.Board = fresh;
        fresh.PowerOn();
        bench.Time.Advance(5000);
        ToolRun lower = bench.At("events", Gate);
        Assert.AreEqual(1, lower.Code);
        StringAssert.Contains(lower.Error, "before");
    }

    [TestMethod]
    public void A_lock_that_restarts_by_itself()
    {
        using ToolBench bench = InService();
        Press(bench, "pppp");
        JsonNode[] starts = [.. JsonNode.Parse(bench.OkAt("events", Gate, "--json"))!.AsArray()
            .Where(line => (string)line!["kind"]! == "started").Select(line => line!)];
        Assert.IsGreaterThanOrEqualTo(3, starts.Length);
        Assert.IsTrue(starts.All(line => ((string)line["why"]!).Length > 0), "each says why");
    }

    private static FacilityData Store(ToolBench bench, out FacilityLock door)
    {
        using FacilityFileStore store =
            FacilityFileStore.Open(bench.FacilityPath, _ => { }, forWriting: false);
        door = store.Find(Gate);
        return store.Facility;
    }

    private static void ReplaceAndFlash(ToolBench bench)
    {
        NanoffBench nanoff = new(bench);
        bench.Ok("replace", Gate, "--yes");
        nanoff.Flash(Gate);
        bench.Board!.Dispose();
        nanoff.Start();
        bench.OkAt("status", Gate, "--set-time");
        bench.OkAt("open", Gate);
        Assert.IsGreaterThan(1, bench.GenerationOf(Gate));
    }

    /// <summary>People inside can leave.</summary>
    private static void AssertLeaves(ToolBench bench)
    {
        Assert.IsFalse(bench.Board!.Door.IsReleased);
        DoorKeys keys = new(bench.Board, action =>
        {
            bench.Time.Advance(PressMs);
            Assert.IsTrue(bench.Board.Door.IsReleased);
            action();
        });
        keys.Press('r');
        bench.Time.Advance(10_000);
        Assert.IsFalse(bench.Board.Door.IsReleased);
    }

    private static void Damage(HardwareBoard board, int record)
    {
        foreach (string copy in new[] { "a", "b" })
        {
            string name = $"{StorageFolders.Records}/{record}{copy}";
            if (board.Flash.Files.Read(name) is not { Length: > 0 } content)
                continue;
            content[^1] ^= 1;
            board.Flash.Files.Write(name, content);
        }
    }

    private static void Press(ToolBench bench, string keys)
    {
        DoorKeys board = new(bench.Board!, action =>
        {
            bench.Time.Advance(PressMs);
            action();
        });
        foreach (char key in keys)
        {
            Assert.IsNotNull(board.Press(key));
            bench.Time.Advance(2000);
        }
    }

    private static void Refused(ToolBench bench, string status, params string[] args)
    {
        ToolRun run = bench.At(args);
        Assert.AreEqual(1, run.Code, run.Output);
        StringAssert.Contains(run.Error, status);
    }

    private static void Key(ToolBench bench, string file, params string[] rights) => bench.Ok(
        ["key", "issue", Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf(file),
            .. rights.Length > 0 ? rights.Prepend("--right") : Enumerable.Empty<string>()]);

    private static string[] Kinds(ToolBench bench) =>
        [.. JsonNode.Parse(bench.OkAt("events", Gate, "--json"))!.AsArray().Select(line => (string)line!["kind"]!)];

    private static bool IsProvisioned(ToolBench bench) => bench.Board!.Firmware!.Engine.Memory.Identity.IsProvisioned;

    private static ToolBench InService()
    {
        ToolBench bench = new();
        bench.PowerOn(Gate);
        bench.OkAt("provision", Gate, "--set-time");
        return bench;
    }
}
