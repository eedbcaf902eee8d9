using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.VirtualBoard.Phone;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>If driven time jumps over the moments at which the firmware has nothing to do, the result is the same with less work.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class JumpTests
{
    private const int MinuteMs = 60_000;
    private const int ActionCount = 14;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void A_board_does_the_same_at_the_same_moments(int seed)
    {
        List<string> stepped = Live(seed, jumps: false, out long allSteps);
        List<string> jumped = Live(seed, jumps: true, out long steps);
        CollectionAssert.AreEqual(stepped, jumped);
        Assert.IsGreaterThan(100, stepped.Count, "something happens");
        Assert.IsLessThan(allSteps / 2, steps, "and time jumps");
    }

    [TestMethod]
    public void A_day_at_rest_takes_few_steps()
    {
        using BoardBench bench = new();
        long before = bench.Time.StepCount;
        bench.Time.Advance(24L * 60 * MinuteMs);
        Assert.IsLessThan(60_000, bench.Time.StepCount - before, "of 4,320,000");
    }

    [TestMethod]
    public void Nobody_waits_for_a_board_without_power()
    {
        using BoardBench bench = new();
        bench.Board.CutPower();
        long before = bench.Time.StepCount;
        bench.Time.Advance(24L * 60 * MinuteMs);
        Assert.AreEqual(1, bench.Time.StepCount - before);
    }

    /// <summary>Everything that pins and storage have done, with the time of each.</summary>
    private static List<string> Live(int seed, bool jumps, out long steps)
    {
        List<string> seen = [];
        Random random = new(seed);
        using BoardBench bench = new(jumps: jumps);
        bench.Board.Pins.OutputChanged += (pin, level) => seen.Add($"{bench.Time.NowMs} pin {pin} {level}");
        bench.Board.Flash.Files.Trace = operation => seen.Add($"{bench.Time.NowMs} {operation}");
        bench.Board.Flash.EventAppended += (sequence, record) =>
            seen.Add($"{bench.Time.NowMs} event {sequence} {Convert.ToHexString(record)}");
        for (int i = 0; i < ActionCount; i++)
        {
            Act(bench, random, (random.Next(ActionCount) + i) % 11);
            bench.Time.Advance(i % 7 == 0 ? random.Next(70 * MinuteMs, 80 * MinuteMs) : random.Next(1000, 4 * MinuteMs));
        }
        steps = bench.Time.StepCount;
        return seen;
    }

    private static void Act(BoardBench bench, Random random, int action)
    {
        switch (action)
        {
            case 0:
                bench.Visit(Command.Unlock, Rights.Unlock);
                bench.Board.Door.TryOpen();
                bench.Time.Advance(random.Next(1000, 90_000));
                bench.Board.Door.Close();
                break;
            case 1:
                RefuseOften(bench, random.Next(1, 25));
                break;
            case 2:
                SendGarbage(bench, random.Next(1, 4));
                break;
            case 3:
                PressOften(bench, random.Next(1, 20));
                break;
            case 4:
                bench.Board.Door.Force();
                bench.Time.Advance(random.Next(100, 30_000));
                bench.Board.Door.Close();
                break;
            case 5:
                bench.Board.CutPower();
                bench.Time.Advance(random.Next(1000, 100 * MinuteMs));
                bench.Board.PowerOn();
                break;
            case 6:
                bench.Visit(Command.HoldOpen, Rights.HoldOpen, [(byte)random.Next(10, 200), 0, 0, 0]);
                break;
            case 7:
                bench.Board.Door.SoundFireAlarm(true);
                bench.Time.Advance(random.Next(100, 90_000));
                bench.Board.Door.SoundFireAlarm(false);
                break;
            case 8:
                bench.Board.Door.OpenHousing(true);
                bench.Time.Advance(random.Next(100, 90_000));
                bench.Board.Door.OpenHousing(false);
                break;
            case 9:
                bench.Visit(Command.Manage, Rights.Manage, [3]);
                break;
            default:
                bench.SetTime();
                break;
        }
    }

    private static void RefuseOften(BoardBench bench, int count)
    {
        for (int i = 0; i < count; i++)
            Assert.AreNotEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.ReadEvents));
    }

    private static void SendGarbage(BoardBench bench, int count)
    {
        VirtualPhone phone = bench.Connect(185);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] request = phone.MakeRequest(Command.Unlock, bench.NewKey(Rights.Unlock));
        request[^1] ^= 1;
        for (int i = 0; i < count; i++)
            phone.Exchange(request, null);
        phone.Leave();
    }

    private static void PressOften(BoardBench bench, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bench.Board.Door.PressRequestToExit(true);
            bench.Time.Advance(200);
            bench.Board.Door.PressRequestToExit(false);
            bench.Time.Advance(300);
        }
    }
}
