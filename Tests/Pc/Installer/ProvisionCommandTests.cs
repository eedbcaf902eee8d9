using System;
using System.IO;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockLink;
using LockFirmware.Tests.Rig;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Provisioning a lock over the air, also when it is interrupted (docs/protocol.md, 8).</summary>
[TestClass]
public sealed class ProvisionCommandTests
{
    private const string Done = "has its identity";

    [TestMethod]
    public void A_fresh_lock_gets_identity_and_time_and_again_does_nothing()
    {
        using ToolBench bench = new();
        HardwareBoard board = bench.PowerOn(ToolBench.Gate);
        StringAssert.Contains(bench.OkAt("provision", ToolBench.Gate, "--set-time"), Done);
        Assert.AreEqual(1, (int)board.Firmware!.Engine.Memory.Identity.Generation);
        Assert.AreEqual(ClockTrust.Set, board.Firmware.Engine.Clock.Trust);
        Assert.IsTrue(board.Firmware.Engine.Memory.Configuration.IsExit, "the list's exit");
        uint head = board.Flash.Events.Head;
        StringAssert.Contains(bench.OkAt("provision", ToolBench.Gate), "already");
        Assert.AreEqual(head, board.Flash.Events.Head, "nothing new");
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate));
    }

    [TestMethod]
    public void A_connection_cut_after_any_message_leaves_old_or_new_and_the_next_run_finishes()
    {
        bool wasCut = true;
        for (int cut = 1; wasCut; cut++)
        {
            using ToolBench bench = new();
            HardwareBoard board = bench.PowerOn(ToolBench.Gate);
            bench.Trouble = link => link.CutAfter = cut;
            ToolRun broken = bench.At("provision", ToolBench.Gate, "--set-time");
            wasCut = broken.Code != 0;
            Assert.AreEqual(wasCut ? 4 : 0, broken.Code, $"cut after {cut}: {broken.Error}");
            bench.Trouble = _ => { };
            Assert.IsFalse(board.Firmware!.Engine.Memory.IsDamaged);
            bench.OkAt("provision", ToolBench.Gate, "--set-time");
            Assert.AreEqual(1, (int)board.Firmware.Engine.Memory.Identity.Generation, $"cut after {cut}");
            Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate), $"cut after {cut}: a break needs no new generation");
            bench.OkAt("open", ToolBench.Gate);
            Assert.IsTrue(cut > 5 || wasCut, "the cuts are seen");
        }
    }

    [TestMethod]
    public void A_power_cut_between_offer_and_commit_strands_nothing()
    {
        for (int cut = 1; cut <= 6; cut++)
        {
            using ToolBench bench = new();
            HardwareBoard board = bench.PowerOn(ToolBench.Gate);
            bench.Trouble = link => link.CutAfter = cut;
            Assert.AreEqual(4, bench.At("provision", ToolBench.Gate).Code);
            board.CutPower();
            board.PowerOn();
            bench.Trouble = _ => { };
            bench.OkAt("provision", ToolBench.Gate);
            bench.OkAt("identify", ToolBench.Gate);
            Assert.AreEqual(Signal.Identify, board.Signal);
        }
    }

    [TestMethod]
    public void A_lost_answer_is_asked_for_again()
    {
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.Trouble = link => link.RepliesToLose = 2;
        StringAssert.Contains(bench.OkAt("provision", ToolBench.Gate), Done);
    }

    [TestMethod]
    public void A_lock_that_was_reset_gets_a_higher_generation_and_its_former_keys_are_dead()
    {
        using ToolBench bench = new();
        HardwareBoard board = bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--right", "Unlock", "Provision", "--out",
            bench.PathOf("old.key"));
        Reset(bench, board);
        ToolRun again = bench.At("provision", ToolBench.Gate, "--set-time");
        Assert.AreEqual(0, again.Code, again.Error);
        StringAssert.Contains(again.Error, "generation 2");
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate));
        ToolRun opened = bench.At("open", ToolBench.Gate, "--key", bench.PathOf("old.key"));
        Assert.AreEqual(1, opened.Code);
        bench.OkAt("open", ToolBench.Gate);
    }

    [TestMethod]
    public void An_old_copy_of_the_facility_file_never_gives_a_generation_twice()
    {
        using ToolBench bench = new();
        string old = File.ReadAllText(bench.FacilityPath);
        HardwareBoard board = bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--right", "Unlock", "Provision", "--out",
            bench.PathOf("old.key"));
        Reset(bench, board);
        File.WriteAllText(bench.FacilityPath, old);
        ToolRun run = bench.At("provision", ToolBench.Gate);
        Assert.AreEqual(0, run.Code, run.Error);
        StringAssert.Contains(run.Error, "old copy");
        Assert.AreEqual(2, (int)board.Firmware!.Engine.Memory.Identity.Generation);
    }

    [TestMethod]
    public void The_label_works_and_another_one_is_refused_in_words()
    {
        using ToolBench bench = new();
        byte[] secret = LockRig.Secret(9);
        bench.PowerOn(ToolBench.Gate, secret);
        ToolRun wrong = bench.At("provision", ToolBench.Gate);
        Assert.AreEqual(1, wrong.Code);
        StringAssert.Contains(wrong.Error, "--setup");
        ToolRun other = bench.At("provision", ToolBench.Gate, "--setup", SetupText.Of(2, secret));
        Assert.AreEqual(2, other.Code);
        string label = SetupText.Of(1, secret);
        Assert.AreEqual(2, bench.At("provision", ToolBench.Gate, "--setup", label[..^1] + (label[^1] == '0' ? '1' : '0')).Code, "a slip");
        bench.OkAt("provision", ToolBench.Gate, "--setup", label);
    }

    [TestMethod]
    public void A_lock_at_another_door_is_not_touched()
    {
        using ToolBench bench = new();
        HardwareBoard board = bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate);
        uint head = board.Flash.Events.Head;
        foreach (string command in new[] { "provision", "status", "identify", "open", "events" })
        {
            ToolRun run = bench.At(command, ToolBench.Unit);
            Assert.AreEqual(1, run.Code, command);
            StringAssert.Contains(run.Error, "right door", command);
        }
        Assert.AreEqual(head, board.Flash.Events.Head);
    }

    [TestMethod]
    public void New_hardware_in_the_same_door_gets_a_higher_generation()
    {
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf("old.key"));
        byte[] before = bench.SetupSecretOf(ToolBench.Gate);
        Assert.AreEqual(2, bench.Run("replace", ToolBench.Gate).Code, "nobody has said yes");
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate));
        StringAssert.Contains(bench.Ok("replace", ToolBench.Gate, "--yes"), "generation 2");
        StringAssert.Contains(bench.Ok("replace", ToolBench.Gate, "--yes"), "already");
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate), "once");
        CollectionAssert.AreNotEqual(before, bench.SetupSecretOf(ToolBench.Gate));
        bench.Board!.Dispose();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        Assert.AreEqual(1, bench.At("open", ToolBench.Gate, "--key", bench.PathOf("old.key")).Code, "the old key");
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate), "generation     2");
    }

    [TestMethod]
    public void A_generation_that_cannot_be_written_is_not_used()
    {
        using ToolBench bench = new();
        byte[] identity = File.ReadAllBytes(bench.PathOf("locks/1/identity.bin"));
        Directory.CreateDirectory(bench.FacilityPath + ".new");
        ToolRun run = bench.Run("replace", ToolBench.Gate, "--yes");
        Assert.AreEqual(2, run.Code);
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate));
        CollectionAssert.AreEqual(identity, File.ReadAllBytes(bench.PathOf("locks/1/identity.bin")), "no identity of generation 2");
    }

    private static void Reset(ToolBench bench, HardwareBoard board)
    {
        VirtualBoard.Phone.VirtualPhone phone = VirtualBoard.Phone.VirtualPhone.Connect(board.Air)!;
        Assert.AreEqual(Status.Ok, phone.Ask(Command.Provision, bench.KeyOf("old.key"))?.Status);
        phone.Leave();
        bench.Time.Advance(20);
        Assert.IsFalse(board.Firmware!.Engine.Memory.Identity.IsProvisioned);
    }
}
