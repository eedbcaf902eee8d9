using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>lockctl reset: removes the identity from a lock (docs/protocol.md, 8).</summary>
[TestClass]
public sealed class ResetCommandTests
{
    [TestMethod]
    public void A_lock_is_reset_and_obeys_its_setup_secret_again_with_the_next_generation()
    {
        using ToolBench bench = Provisioned();
        Issue(bench, "old.key", "Unlock");
        StringAssert.Contains(bench.OkAt("reset", ToolBench.Gate, "--yes"), "lockctl provision");
        Assert.IsFalse(IsProvisioned(bench.Board!));
        StringAssert.Contains(bench.OkAt("provision", ToolBench.Gate, "--set-time"), "generation 2");
        Assert.AreEqual(1, bench.At("open", ToolBench.Gate, "--key", bench.PathOf("old.key")).Code, "the old key");
        bench.OkAt("open", ToolBench.Gate);
    }

    [TestMethod]
    public void No_lock_is_reset_without_a_yes()
    {
        using ToolBench bench = Provisioned();
        Assert.AreEqual(2, bench.At("reset", ToolBench.Gate).Code, "nobody there");
        bench.Answer = "n";
        Assert.AreEqual(2, bench.At("reset", ToolBench.Gate).Code);
        Assert.IsTrue(IsProvisioned(bench.Board!));
        bench.Answer = "y";
        StringAssert.Contains(bench.OkAt("reset", ToolBench.Gate), "generation 1");
        Assert.IsFalse(IsProvisioned(bench.Board!));
    }

    [TestMethod]
    public void The_old_hardware_of_a_replaced_lock_is_reset_in_its_own_generation()
    {
        using ToolBench bench = Provisioned();
        HardwareBoard old = bench.Board!;
        bench.Ok("replace", ToolBench.Gate, "--yes");
        using HardwareBoard fresh = bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        bench.Board = old;
        StringAssert.Contains(bench.OkAt("reset", ToolBench.Gate, "--yes"), "old hardware");
        Assert.IsFalse(IsProvisioned(old));
        Assert.IsTrue(IsProvisioned(fresh), "the lock in the door");
        bench.Board = fresh;
        bench.OkAt("open", ToolBench.Gate);
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate));
        old.Dispose();
    }

    [TestMethod]
    public void A_lock_that_came_to_its_identity_by_cable_and_was_never_asked_gets_the_next_generation()
    {
        using ToolBench bench = Provisioned();
        bench.ChangeFacility(facility => facility["locks"]![0]!["installedGeneration"] = 0);
        bench.OkAt("reset", ToolBench.Gate, "--yes");
        ToolRun run = bench.At("provision", ToolBench.Gate);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.DoesNotContain("old copy", run.Error);
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate));
    }

    [TestMethod]
    public void A_key_resets_with_right_Provision_alone()
    {
        using ToolBench bench = Provisioned();
        Issue(bench, "opener.key", "Unlock", "Manage");
        Issue(bench, "resetter.key", "Provision");
        ToolRun refused = bench.At("reset", ToolBench.Gate, "--yes", "--key", bench.PathOf("opener.key"));
        Assert.AreEqual(1, refused.Code);
        StringAssert.Contains(refused.Error, "NotPermitted");
        Assert.IsTrue(IsProvisioned(bench.Board!));
        bench.OkAt("reset", ToolBench.Gate, "--yes", "--key", bench.PathOf("resetter.key"));
        Assert.IsFalse(IsProvisioned(bench.Board!));
    }

    [TestMethod]
    public void A_reset_that_is_cut_off_anywhere_is_not_done_or_done_and_then_told()
    {
        bool wasCut = true;
        for (int cut = 1; wasCut; cut++)
        {
            using ToolBench bench = Provisioned();
            bench.Trouble = link => link.CutAfter = cut;
            int code = bench.At("reset", ToolBench.Gate, "--yes").Code;
            wasCut = code != 0;
            Assert.AreEqual(wasCut ? 4 : 0, code, $"cut after {cut}");
            bench.Trouble = _ => { };
            bool isDone = !IsProvisioned(bench.Board!);
            ToolRun again = bench.At("reset", ToolBench.Gate, "--yes");
            Assert.AreEqual(0, again.Code, $"cut after {cut}: {again.Error}");
            if (isDone)
                StringAssert.Contains(again.Output, "has no identity");
            Assert.IsFalse(IsProvisioned(bench.Board!), $"cut after {cut}");
            bench.OkAt("provision", ToolBench.Gate);
            Assert.IsTrue(cut > 3 || wasCut, "the cuts are seen");
        }
    }

    private static bool IsProvisioned(HardwareBoard board) => board.Firmware!.Engine.Memory.Identity.IsProvisioned;

    private static ToolBench Provisioned()
    {
        ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        return bench;
    }

    private static void Issue(ToolBench bench, string file, params string[] rights) =>
        bench.Ok(["key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--right", .. rights, "--out",
            bench.PathOf(file)]);
}
