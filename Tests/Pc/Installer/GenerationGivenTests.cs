using System;
using System.IO;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.Tests.Rig;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>When lockctl gives out a generation and when it must not: mistakes with hardware, resets, wrong clocks.</summary>
[TestClass]
public sealed class GenerationGivenTests
{
    private const int RebootMs = 30_020;

    [TestMethod]
    public void A_strangers_fresh_lock_at_the_address_costs_the_door_no_generation()
    {
        using ToolBench bench = new();
        HardwareBoard real = bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        using HardwareBoard stranger = new(bench.Time, LockRig.Secret(9), null, entropy => true);
        stranger.PowerOn();
        bench.Board = stranger;
        ToolRun run = bench.At("provision", ToolBench.Gate);
        Assert.AreEqual(1, run.Code);
        StringAssert.Contains(run.Error, "does not know this setup secret");
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate), "nothing was proved");
        bench.Board = real;
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf("new.key"));
        bench.OkAt("open", ToolBench.Gate, "--key", bench.PathOf("new.key"));
    }

    [TestMethod]
    public void A_lock_that_was_reset_by_its_button_is_the_facilitys_again_however_often()
    {
        using ToolBench bench = new();
        HardwareBoard board = bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        for (int generation = 2; generation <= 4; generation++)
        {
            ResetByButton(bench, board);
            ToolRun run = bench.At("provision", ToolBench.Gate, "--set-time");
            Assert.AreEqual(0, run.Code, run.Error);
            Assert.AreEqual(generation, (int)board.Firmware!.Engine.Memory.Identity.Generation);
            Assert.AreEqual(generation, bench.GenerationOf(ToolBench.Gate));
            bench.OkAt("open", ToolBench.Gate);
        }
    }

    [TestMethod]
    public void A_lock_that_was_reset_and_cut_off_in_provisioning_gets_its_identity_in_the_end()
    {
        for (int cut = 1; cut <= 12; cut++)
        {
            using ToolBench bench = new();
            HardwareBoard board = bench.PowerOn(ToolBench.Gate);
            bench.OkAt("provision", ToolBench.Gate);
            ResetByButton(bench, board);
            bench.Trouble = link => link.CutAfter = cut;
            bench.At("provision", ToolBench.Gate);
            bench.Trouble = _ => { };
            if (board.Firmware!.Engine.Memory.Identity.IsProvisioned)
                ResetByButton(bench, board);
            ToolRun run = bench.At("provision", ToolBench.Gate);
            Assert.AreEqual(0, run.Code, $"cut after {cut}: {run.Error}");
            bench.OkAt("open", ToolBench.Gate);
        }
    }

    [TestMethod]
    public void A_lock_that_got_its_identity_by_cable_and_was_reset_by_its_button_gets_the_next_generation()
    {
        using ToolBench bench = new();
        HardwareBoard board = bench.PowerOn(ToolBench.Gate);
        ProvisionBody identity = new();
        Assert.IsTrue(IdentityFile.TryRead(File.ReadAllBytes(bench.PathOf("locks/1/identity.bin")), identity));
        board.Firmware!.Engine.Memory.Adopt(identity);
        Assert.IsTrue(board.Firmware.Engine.Memory.SaveAll());
        board.CutPower();
        board.PowerOn();
        bench.OkAt("status", ToolBench.Gate);
        ResetByButton(bench, board);
        ToolRun run = bench.At("provision", ToolBench.Gate);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate));
    }

    [TestMethod]
    public void Hardware_that_was_flashed_and_never_worked_is_replaced_with_another_generation()
    {
        using ToolBench bench = new();
        bench.Ok("replace", ToolBench.Gate, "--yes");
        byte[] first = bench.SetupSecretOf(ToolBench.Gate);
        StringAssert.Contains(bench.Ok("replace", ToolBench.Gate, "--yes"), "already");
        File.WriteAllText(bench.PathOf("locks/1/flash.json"), "{\"Generation\":2,\"Steps\":[\"firmware\",\"files\"]}");
        StringAssert.Contains(bench.Ok("replace", ToolBench.Gate, "--yes"), "generation 3");
        CollectionAssert.AreNotEqual(first, bench.SetupSecretOf(ToolBench.Gate));
    }

    [TestMethod]
    [DataRow(-366)]
    [DataRow(366)]
    public void A_facility_file_made_under_a_wrong_clock_shuts_nobody_out(int daysOff)
    {
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        uint made = (uint)(bench.Facility()["createdAt"]!.GetValue<uint>() + (daysOff * 86_400));
        bench.ChangeFacility(facility => facility["createdAt"] = made);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        bench.OkAt("status", ToolBench.Gate);
        bench.OkAt("open", ToolBench.Gate);
    }

    [TestMethod]
    public void The_tool_still_opens_a_lock_after_more_than_ten_years()
    {
        using ToolBench bench = new();
        bench.Time = new Board.BenchTime(LockRig.Noon + (12 * 366 * 86_400));
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        bench.OkAt("open", ToolBench.Gate);
    }

    [TestMethod]
    public void A_computer_clock_before_the_facility_s_creation_is_reported()
    {
        using ToolBench bench = new();
        bench.ChangeFacility(facility => facility["createdAt"] = facility["createdAt"]!.GetValue<uint>() + 7_200);
        string[] issue = ["key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf("a.key")];
        ToolRun key = bench.Run(issue);
        Assert.AreEqual(0, key.Code, key.Error);
        StringAssert.Contains(key.Error, "before the creation of the facility file");
        bench.PowerOn(ToolBench.Gate);
        StringAssert.Contains(bench.At("provision", ToolBench.Gate, "--set-time").Error, "before the creation of the facility file");
    }

    private static void ResetByButton(ToolBench bench, HardwareBoard board)
    {
        LockEngine engine = board.Firmware!.Engine;
        Assert.IsTrue(engine.Reset.TryReset(engine.Memory.Identity.SetupSecret, LockReset.ByButton, 0, 0));
        bench.Time.Advance(RebootMs);
        Assert.IsFalse(board.Firmware!.Engine.Memory.Identity.IsProvisioned);
    }
}
