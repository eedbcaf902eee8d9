using System;
using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;
using HardwareDoor = LockFirmware.VirtualBoard.Hardware.VirtualDoor;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>Each wire of the door on the board's pins, with the adapter that the device has.</summary>
[TestClass]
public sealed class WireTests
{
    [TestMethod]
    public void A_contact_that_chatters_at_100_Hz_and_then_rests_is_one_opening()
    {
        using BoardBench bench = new();
        Random random = new(100);
        for (int i = 0; i < 1000; i++)
        {
            if (i % 2 == 0)
                bench.Board.Door.Force();
            else
                bench.Board.Door.Close();
            bench.Time.Advance(5 + (i % 7 == 0 ? random.Next(-2, 3) : 0));
        }
        uint head = bench.Head;
        Assert.AreEqual(0, bench.Count(EventKind.Forced), "while it chatters");
        bench.Board.Door.Force();
        bench.Time.Advance(100);
        Assert.AreEqual(head + 1, bench.Head, "one record");
        Assert.AreEqual(1, bench.Count(EventKind.Forced), "which says how it came to rest");
    }

    [TestMethod]
    public void A_passage_is_not_lost_in_the_chatter_of_its_opening_and_closing()
    {
        using BoardBench bench = new();
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        Chatter(bench, true);
        bench.Time.Advance(3000);
        Chatter(bench, false);
        bench.Time.Advance(1000);
        Assert.AreEqual(1, bench.Count(EventKind.Passage));
        Assert.AreEqual(0, bench.Count(EventKind.Forced));
        Assert.AreEqual(0, bench.Count(EventKind.DoorEventsSummed));
    }

    [TestMethod]
    public void Each_wire_says_what_it_is_and_a_glitch_of_20_ms_says_nothing()
    {
        (Action<HardwareDoor, bool> Set, EventKind Kind)[] wires =
        [
            ((door, on) => door.OpenHousing(on), EventKind.Tamper),
            ((door, on) => Move(door, on), EventKind.Forced),
        ];
        foreach ((Action<HardwareDoor, bool> set, EventKind kind) in wires)
        {
            using BoardBench bench = new();
            set(bench.Board.Door, true);
            bench.Time.Advance(20);
            set(bench.Board.Door, false);
            bench.Time.Advance(200);
            Assert.AreEqual(0, bench.Count(kind), $"{kind}: glitch");
            set(bench.Board.Door, true);
            bench.Time.Advance(200);
            Assert.AreEqual(1, bench.Count(kind), $"{kind}");
        }
    }

    [TestMethod]
    public void The_fire_loop_releases_as_long_as_it_is_open()
    {
        using BoardBench bench = new();
        bench.Board.Door.SoundFireAlarm(true);
        bench.Time.Advance(50);
        Assert.IsTrue(bench.Board.Door.IsReleased);
        bench.Time.Advance(60_000);
        Assert.IsTrue(bench.Board.Door.IsReleased);
        bench.Board.Door.SoundFireAlarm(false);
        bench.Time.Advance(100);
        Assert.IsFalse(bench.Board.Door.IsReleased);
        Assert.AreEqual(2, bench.Count(EventKind.FireRelease));
    }

    [TestMethod]
    public void The_bolt_sensor_shows_a_wedged_bolt_and_a_bolt_that_follows_is_no_jam()
    {
        using BoardBench bench = new();
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        bench.Time.Advance(20_000);
        Assert.AreEqual(0, bench.Count(EventKind.Jammed));
        bench.Board.Door.StickBolt(true);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        bench.Time.Advance(5_000);
        Assert.AreEqual(1, bench.Count(EventKind.Jammed));
        Assert.AreEqual(Status.Jammed, bench.Visit(Command.Unlock, Rights.Unlock));
        Assert.IsFalse(bench.Board.Door.TryOpen());
    }

    [TestMethod]
    public void The_reset_button_is_off_unless_configured_and_reboots_the_board_when_it_is_on()
    {
        using BoardBench bench = new();
        int reboots = bench.Board.RebootCount;
        bench.Board.Door.PressReset(true);
        bench.Time.Advance(20_000);
        bench.Board.Door.PressReset(false);
        bench.Time.Advance(100);
        Assert.AreEqual(reboots, bench.Board.RebootCount);
        LockConfiguration configuration = new() { ResetButton = true };
        byte[] body = new byte[1 + configuration.Size];
        body[0] = 2;
        configuration.WriteTo(body, 1);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Manage, Rights.Manage, body));
        bench.Board.Door.PressReset(true);
        bench.Time.Advance(10_200);
        Assert.AreEqual(reboots + 1, bench.Board.RebootCount);
        Assert.IsFalse(bench.Board.Firmware!.Engine.Memory.Identity.IsProvisioned);
        bench.Time.Advance(60_000);
        Assert.AreEqual(reboots + 1, bench.Board.RebootCount, "held on over the reboot");
    }

    private static void Chatter(BoardBench bench, bool ends)
    {
        for (int i = 0; i < 20; i++)
        {
            Move(bench.Board.Door, i % 2 == 0);
            bench.Time.Advance(5);
        }
        Move(bench.Board.Door, ends);
    }

    private static void Move(HardwareDoor door, bool open)
    {
        if (open)
            door.Force();
        else
            door.Close();
    }
}
