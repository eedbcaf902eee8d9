using System.Device.Gpio;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Pc.Demo;
using LockFirmware.VirtualBoard.Listen;
using LockBoard = LockFirmware.LockController.Gpio.Board;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>The virtual board on the lines of a computer, with a driver that stands in for them.</summary>
[TestClass]
public sealed class RealPinsTests
{
    private static readonly int[] Outputs = [LockBoard.LatchPin, LockBoard.RedLedPin, LockBoard.GreenLedPin, LockBoard.BuzzerPin];

    [TestMethod]
    public void A_key_moves_the_real_latch_and_the_latch_is_secured_again()
    {
        FakeLines lines = Closed();
        using BoardBench bench = new(lines: lines);
        Assert.AreEqual(PinValue.Low, lines.Level(LockBoard.LatchPin));
        lines.Story.Clear();
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        Assert.AreEqual(PinValue.High, lines.Level(LockBoard.LatchPin));
        lines.Drive(LockBoard.BoltSensorPin, LockBoard.BoltSensorReleasedIsHigh);
        bench.Time.Advance(10_000);
        Assert.AreSequenceEqual([$"{LockBoard.LatchPin} High", $"{LockBoard.LatchPin} Low"],
            lines.Story.Where(said => said.StartsWith($"{LockBoard.LatchPin} ")).ToArray());
    }

    [TestMethod]
    public void The_real_inputs_count_and_not_those_of_the_virtual_door()
    {
        FakeLines lines = Closed();
        using BoardBench bench = new(lines: lines);
        bench.Board.Door.PressRequestToExit(true);
        bench.Time.Advance(200);
        Assert.AreEqual(PinValue.Low, lines.Level(LockBoard.LatchPin));
        lines.Drive(LockBoard.RequestToExitPin, false);
        bench.Time.Advance(200);
        Assert.AreEqual(PinValue.High, lines.Level(LockBoard.LatchPin), "the way out is free");
        lines.Drive(LockBoard.RequestToExitPin, true);
        bench.Time.Advance(10_000);
        Assert.IsFalse(bench.Board.Door.IsOpen);
        lines.Drive(LockBoard.DoorContactPin, LockBoard.DoorContactOpenIsHigh);
        bench.Time.Advance(1000);
        Assert.IsTrue(bench.Board.Door.IsOpen, "what is shown is the real door");
        Assert.AreEqual(1, bench.Count(EventKind.Forced));
    }

    [TestMethod]
    public void Without_power_every_output_is_low_before_its_line_is_let_go()
    {
        FakeLines lines = Closed();
        BoardBench bench = new(lines: lines);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        bench.Board.CutPower();
        foreach (int pin in Outputs)
        {
            Assert.AreEqual(PinValue.Low, lines.Level(pin));
            Assert.IsFalse(lines.IsOpen(pin));
        }
        Assert.IsLessThan(lines.Story.LastIndexOf($"{LockBoard.LatchPin} closed"), lines.Story.LastIndexOf($"{LockBoard.LatchPin} Low"));
        bench.Board.PowerOn();
        Assert.IsTrue(lines.IsOpen(LockBoard.LatchPin), "the lines are used again");
        bench.Dispose();
        Assert.IsTrue(lines.IsDisposed);
    }

    [TestMethod]
    public void Keys_of_the_keyboard_do_not_pretend_to_move_a_real_door()
    {
        using BoardBench bench = new(lines: Closed());
        DoorKeys keys = new(bench.Board, act => act());
        foreach (char key in "ocfraljxO")
            Assert.AreEqual("The door is at the real pins: move it by hand.", keys.Press(key), key.ToString());
        Assert.AreEqual("The power is cut.", keys.Press('p'));
    }

    [TestMethod]
    [DataRow("--pins needs --listen", "--pins", "gpiochip0")]
    [DataRow("\"hci0\" is not a chip", "--listen", "0", "--pins", "hci0")]
    [DataRow("\"gpiochip01\" is not a chip", "--listen", "0", "--pins", "gpiochip01")]
    [DataRow("This computer has no /dev/gpiochip98", "--listen", "0", "--pins", "gpiochip98")]
    public void A_chip_that_cannot_be_used_is_refused_with_what_to_do(string said, params string[] args)
    {
        ProgramRun run = ProgramRun.Of(args);
        Assert.AreEqual(2, run.ExitCode, run.Error);
        Assert.Contains(said, run.Error);
    }

    /// <summary>A closed door, nobody at it.</summary>
    private static FakeLines Closed()
    {
        FakeLines lines = new();
        lines.Drive(LockBoard.RequestToExitPin, true);
        lines.Drive(LockBoard.ResetButtonPin, true);
        lines.Drive(LockBoard.DoorContactPin, !LockBoard.DoorContactOpenIsHigh);
        lines.Drive(LockBoard.BoltSensorPin, !LockBoard.BoltSensorReleasedIsHigh);
        return lines;
    }
}
