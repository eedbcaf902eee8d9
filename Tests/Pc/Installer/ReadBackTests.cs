using System.IO;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Reading back which identity a flashed lock has, before its files are removed.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ReadBackTests
{
    [TestMethod]
    public void Flashing_reads_back_at_once_where_it_has_an_address()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Gate);
        nanoff.Start();
        ToolRun run = bench.At(nanoff.Args(ToolBench.Gate));
        Assert.AreEqual(0, run.Code, run.Error);
        StringAssert.Contains(run.Output, "proved");
        Assert.IsFalse(File.Exists(bench.PathOf("locks/1/identity.bin")));
        Assert.AreEqual(1, (int)bench.LockOf(ToolBench.Gate)["installedGeneration"]!);
    }

    [TestMethod]
    public void A_lock_that_kept_an_older_identity_is_refused_and_its_files_stay()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Gate);
        nanoff.Start();
        bench.Ok("replace", ToolBench.Gate, "--yes");
        nanoff.Flash(ToolBench.Gate);
        // The board at the address still runs with what it had.
        ToolRun old = bench.At("readback", ToolBench.Gate);
        Assert.AreEqual(1, old.Code);
        StringAssert.Contains(old.Error, "generation 1 instead of 2");
        StringAssert.Contains(old.Error, "files with its secrets stay");
        ToolRun other = bench.At("readback", ToolBench.Unit);
        Assert.AreEqual(1, other.Code);
        StringAssert.Contains(other.Error, "kept an identity that it had before");
        Assert.IsTrue(File.Exists(bench.PathOf("locks/1/identity.bin")));
    }

    [TestMethod]
    public void A_lock_without_identity_is_refused()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Gate);
        File.Delete(nanoff.ConfigOf(NanoffBench.Port, "identity.bin"));
        nanoff.Start();
        ToolRun run = bench.At("readback", ToolBench.Gate);
        Assert.AreEqual(1, run.Code);
        StringAssert.Contains(run.Error, "has no identity");
        Assert.IsTrue(File.Exists(bench.PathOf("locks/1/identity.bin")));
    }

    [TestMethod]
    public void A_person_can_read_the_identity_with_an_app()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        Assert.AreEqual(2, bench.Run("readback", ToolBench.Gate, "--identity", "a10f00000100000001000001 00").Code, "not flashed yet");
        nanoff.Flash(ToolBench.Gate);
        Assert.AreEqual(2, bench.Run("readback", ToolBench.Gate).Code, "neither");
        Assert.AreEqual(2, bench.Run("readback", ToolBench.Gate, "--identity", "a10f").Code);
        Assert.AreEqual(1, bench.Run("readback", ToolBench.Gate, "--identity", "A10F0000-02000000-0100-000100").Code, "the other lock");
        ToolRun otherBoard = bench.Run("readback", ToolBench.Gate, "--identity", "A10F0000-01000000-0100-000100-6573703332");
        Assert.AreEqual(1, otherBoard.Code);
        StringAssert.Contains(otherBoard.Error, "application for the board esp32,");
        Assert.IsTrue(File.Exists(bench.PathOf("locks/1/identity.bin")));
        StringAssert.Contains(bench.Ok("readback", ToolBench.Gate, "--identity", "0xA10F0000-01000000-0100-000100"), "is flashed");
        Assert.IsFalse(File.Exists(bench.PathOf("locks/1/identity.bin")));
    }

    [TestMethod]
    public void A_status_that_proves_the_identity_removes_the_files_too()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Gate);
        nanoff.Start();
        bench.OkAt("status", ToolBench.Gate);
        Assert.IsFalse(File.Exists(bench.PathOf("locks/1/identity.bin")));
        StringAssert.Contains(nanoff.Flash(ToolBench.Gate).Output, "nothing to do");
    }
}
