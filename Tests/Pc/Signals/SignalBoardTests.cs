using System.Collections.Generic;
using System.Device.Gpio;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Gpio;
using LockFirmware.LockLink;
using LockFirmware.Tests.Pc.Board;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Phone;
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
    public void A_phone_outside_its_hours_and_one_that_meets_a_lock_without_time_make_their_patterns()
    {
        using BoardBench bench = Quiet();
        Grant night = LockRig.WithWindows(LockRig.NewGrant(), LockRig.Window(0xFF, 0, 60));
        using (SignalWatch watch = new(bench.Board, bench.Time))
        {
            Assert.AreEqual(Status.OutsideHours, Unlock(bench, night));
            bench.Time.Advance(SettleMs);
            AssertSeen(watch, Signal.OutsideHours);
        }
        bench.Board.CutPower();
        bench.Board.PowerOn();
        bench.Time.Advance(SettleMs);
        using SignalWatch again = new(bench.Board, bench.Time);
        Assert.AreEqual(Status.ClockUnknown, Unlock(bench, night));
        bench.Time.Advance(SettleMs);
        AssertSeen(again, Signal.ClockUnknown);
    }

    [TestMethod]
    public void A_phone_at_an_overlocked_unit_makes_the_call_the_office_pattern()
    {
        using BoardBench bench = Quiet();
        NoticeBuilder notice = new(LockRig.LockId, 1, 0, LockRig.Noon);
        notice.Overlock(true);
        VirtualPhone gateway = bench.Connect(185);
        Assert.AreEqual(Status.Ok,
            gateway.Ask(Command.Deliver, null, notice.ToBytes(bench.Secrets.NoticeSecret), bench.Secrets.NoticeSecret)?.Status);
        gateway.Leave();
        bench.Time.Advance(SettleMs);
        using SignalWatch watch = new(bench.Board, bench.Time);
        Assert.AreEqual(Status.Overlocked, Unlock(bench, LockRig.NewGrant()));
        bench.Time.Advance(SettleMs);
        AssertSeen(watch, Signal.CallOffice);
    }

    [TestMethod]
    public void A_door_that_is_held_open_warns_alarms_and_goes_dark_on_the_pins()
    {
        using BoardBench bench = Quiet();
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        Assert.IsTrue(bench.Board.Door.TryOpen());
        bench.Time.Advance(SettleMs);
        using SignalWatch watch = new(bench.Board, bench.Time);
        bench.Time.Advance(60_000);
        AssertLasts(watch, Signal.HeldOpenWarning, 0);
        AssertLasts(watch, Signal.HeldOpen, 1);
        bench.Board.Door.Close();
        bench.Time.Advance(SettleMs);
        Assert.AreEqual('.', bench.Board.Signals.Slot);
    }

    [TestMethod]
    public void A_wedged_bolt_shows_on_the_pins_until_it_follows()
    {
        using BoardBench bench = Quiet();
        bench.Board.Door.StickBolt(true);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        bench.Time.Advance(SettleMs);
        using SignalWatch watch = new(bench.Board, bench.Time);
        bench.Time.Advance(SettleMs);
        AssertLasts(watch, Signal.Jammed, 0);
        bench.Board.Door.StickBolt(false);
        bench.Visit(Command.Unlock, Rights.Unlock);
        bench.Time.Advance(SettleMs);
        Assert.AreEqual('.', bench.Board.Signals.Slot);
    }

    [TestMethod]
    public void A_lock_without_identity_flashes_until_it_has_one()
    {
        using BoardBench bench = new(false);
        bench.Time.Advance(SettleMs);
        using (SignalWatch watch = new(bench.Board, bench.Time))
        {
            bench.Time.Advance(SettleMs);
            AssertLasts(watch, Signal.Unprovisioned, 0);
        }
        bench.Provision();
        bench.Time.Advance(60_000);
        Assert.AreEqual(Signal.None, bench.Board.Signal);
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

    private static Status? Unlock(BoardBench bench, Grant grant)
    {
        VirtualPhone phone = bench.Connect(185);
        PhoneAnswer? answer = phone.Ask(Command.Unlock, PhoneKey.Issue(bench.Secrets, grant));
        phone.Leave();
        return answer?.Status;
    }

    /// <summary>A lasting signal shows whole periods of its pattern one after the other, whenever the observation began.</summary>
    private static void AssertLasts(SignalWatch watch, Signal signal, int place)
    {
        SeenSignal seen = watch.Seen()[place];
        Assert.AreEqual(signal, seen.Signal);
        string period = SignalTable.Of(signal).Slots;
        string endless = string.Concat(Enumerable.Repeat(period, (seen.Slots.Length / period.Length) + 2));
        Assert.IsGreaterThan(period.Length, seen.Slots.Length, "more than once");
        Assert.Contains(seen.Slots, endless);
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
