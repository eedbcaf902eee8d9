using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using LockFirmware.LockController.Feedback;
using LockFirmware.TestKit.Repository;
using LockFirmware.Tests.Pc.InstallerTool;
using LockFirmware.VirtualBoard.Listen;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Demo;

/// <summary>
/// The tests of a mounted door in docs/install.md, chapter 10, done with the keys of a listening virtual board and with lockctl. Each of
/// them must be in the trail.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class DoorKeyTests
{
    private const int PressMs = 300;

    [TestMethod]
    public void Every_test_at_the_door_can_be_practised_and_is_in_the_trail()
    {
        using ToolBench bench = Provisioned();
        HardwareBoard board = bench.Board!;
        DoorKeys keys = KeysOf(bench);
        void Press(char key, int afterMs = 500)
        {
            Assert.IsNotNull(keys.Press(key));
            bench.Time.Advance(afterMs);
        }

        bench.OkAt("open", ToolBench.Gate);
        Press('o');
        Assert.IsTrue(board.Door.IsOpen, "1: a key opens");
        Press('c', 6000);
        Press('o');
        Assert.IsFalse(board.Door.IsOpen, "2: locked again");
        Press('f');
        Assert.AreNotEqual(Signal.None, board.Signal, "5: forced");
        Press('c', 61_000);
        Press('r');
        Assert.IsTrue(board.Door.IsReleased, "6: the exit button");
        bench.Time.Advance(10_000);
        Press('a');
        Assert.IsTrue(board.Door.IsReleased, "10: fire");
        Press('a', 10_000);
        Assert.IsFalse(board.Door.IsReleased, "11: locked again");
        Press('l');
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate), "HOUSING OPEN", "13");
        Press('l');
        Press('j');
        bench.OkAt("open", ToolBench.Gate);
        bench.Time.Advance(6000);
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate), "JAMMED", "14");
        Press('j');
        Assert.AreEqual(1, bench.At("open", ToolBench.Gate).Code, "14: it has not seen the bolt move yet");
        Assert.IsTrue(board.Door.IsBoltReleased, "14: but now it moves");
        bench.Time.Advance(10_000);
        bench.OkAt("open", ToolBench.Gate);
        bench.Time.Advance(10_000);
        Press('p');
        Assert.AreEqual(4, bench.At("status", ToolBench.Gate).Code, "12: power off");
        Press('p', 5000);
        StringAssert.Contains(bench.OkAt("status", ToolBench.Gate), "lost", "12: the time is lost");
        string[] kinds =
            [.. JsonNode.Parse(bench.OkAt("events", ToolBench.Gate, "--json"))!.AsArray().Select(item => (string)item!["kind"]!)];
        string[] expected = ["admitted", "passage", "forced", "exit button", "fire release", "housing opened", "jammed", "started"];
        foreach (string kind in expected)
            Assert.IsTrue(kinds.Any(found => found.Contains(kind, StringComparison.OrdinalIgnoreCase)), kind);
    }

    [TestMethod]
    public void The_reset_button_is_wired_and_by_default_resets_nothing()
    {
        using ToolBench bench = Provisioned();
        DoorKeys keys = KeysOf(bench);
        keys.Press('x');
        Assert.IsFalse(bench.Board!.Door.IsAtRest);
        bench.Time.Advance(11_000);
        Assert.IsTrue(bench.Board.Firmware!.Engine.Memory.Identity.IsProvisioned, "the configuration of lockctl does not allow it");
        keys.Press('X');
        Assert.IsTrue(bench.Board.Door.IsAtRest);
        Assert.IsNull(keys.Press('9'), "no key");
    }

    [TestMethod]
    public void The_readme_and_the_help_name_every_key()
    {
        string readme = RepositoryFiles.Read("boards/virtual/README.md");
        foreach (string entry in DoorKeys.Help.Split(", "))
            Assert.Contains($"\n| {entry[0]} | ", readme, entry);
        using ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        DoorKeys keys = KeysOf(bench);
        IEnumerable<char> known = Enumerable.Range('a', 26).Select(letter => (char)letter).Where(letter => keys.Press(letter) != null);
        CollectionAssert.AreEqual(DoorKeys.Help.Split(", ").Select(entry => entry[0]).Order().ToArray(), known.ToArray());
    }

    private static DoorKeys KeysOf(ToolBench bench) => new(bench.Board!, action =>
    {
        bench.Time.Advance(PressMs);
        action();
    });

    private static ToolBench Provisioned()
    {
        ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        return bench;
    }
}
