using System.Collections.Generic;
using System.Device.Gpio;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Gpio;
using LockFirmware.Tests.Pc.Board;
using LockFirmware.VirtualBoard.Hardware;
using Wires = LockFirmware.LockController.Gpio.Board;

namespace LockFirmware.Tests.Pc.Signals;

/// <summary>Light and sound on the pins of the virtual board, in driven time.</summary>
[TestClass]
public class SignalBoardTests
{
    private const int SettleMs = 12_000;

    [TestMethod]
    public void A_phone_that_opens_the_door_makes_the_granted_pattern_on_the_pins()
    {
        using BoardBench bench = Quiet();
        using SignalWatch watch = new(bench.Board, bench.Time);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        bench.Time.Advance(SettleMs);
        AssertSeen(watch, Signal.Granted);
    }

    [TestMethod]
    public void A_phone_without_the_right_makes_the_refused_pattern()
    {
        using BoardBench bench = Quiet();
        using SignalWatch watch = new(bench.Board, bench.Time);
        Assert.AreEqual(Status.NotPermitted, bench.Visit(Command.Unlock, Rights.Manage));
        bench.Time.Advance(SettleMs);
        AssertSeen(watch, Signal.Refused);
    }

    [TestMethod]
    public void Identify_blinks_green_and_red_for_ten_seconds()
    {
        using BoardBench bench = Quiet();
        using SignalWatch watch = new(bench.Board, bench.Time);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Manage, Rights.Manage, [1]));
        bench.Time.Advance(SettleMs);
        AssertSeen(watch, Signal.Identify);
    }

    [TestMethod]
    public void A_power_cut_darkens_the_lights_and_power_brings_the_test_of_them()
    {
        using BoardBench bench = Quiet();
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Manage, Rights.Manage, [1]));
        Assert.AreNotEqual('.', bench.Board.Signals.Slot);
        bench.Board.CutPower();
        Assert.AreEqual('.', bench.Board.Signals.Slot);
        using SignalWatch watch = new(bench.Board, bench.Time);
        bench.Board.PowerOn();
        bench.Time.Advance(SettleMs);
        AssertSeen(watch, Signal.PoweredUp);
    }

    [TestMethod]
    public void Opening_the_pins_makes_no_light_and_no_sound()
    {
        VirtualPins pins = new();
        List<int> changed = [];
        pins.OutputChanged += (pin, _) => changed.Add(pin);
        GpioSignals signals = new(new GpioController(pins));
        Assert.IsEmpty(changed);
        foreach (int pin in new[] { Wires.RedLedPin, Wires.GreenLedPin, Wires.BuzzerPin })
            Assert.IsTrue(pins.IsOpen(pin));
        signals.Show(true, false, false);
        Assert.AreEqual('r', new VirtualSignals(pins).Slot);
        signals.Show(false, true, true);
        Assert.AreEqual('G', new VirtualSignals(pins).Slot);
        signals.Show(false, false, false);
        Assert.AreEqual('.', new VirtualSignals(pins).Slot);
    }

    private static BoardBench Quiet()
    {
        BoardBench bench = new();
        bench.Time.Advance(SettleMs);
        Assert.AreEqual('.', bench.Board.Signals.Slot);
        return bench;
    }

    private static void AssertSeen(SignalWatch watch, Signal signal)
    {
        SeenSignal[] seen = [.. watch.Seen()];
        Assert.HasCount(1, seen, string.Join(", ", seen.Select(one => one.ToString())));
        SignalPattern pattern = SignalTable.Of(signal);
        Assert.AreEqual(signal, seen[0].Signal);
        Assert.AreEqual(string.Concat(Enumerable.Repeat(pattern.Slots, pattern.Repeats)).TrimEnd('.'), seen[0].Slots);
    }
}
