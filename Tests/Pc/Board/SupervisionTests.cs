using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Storage;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>A whole board whose threads fail: what the trail says afterwards, and that the lock works on.</summary>
[TestClass]
public sealed class SupervisionTests
{
    [TestMethod]
    public void A_hung_lock_starts_again_with_its_time_and_the_trail_tells()
    {
        using BoardBench bench = new();
        bench.Time.Advance(Supervisor.RebootMsMin);
        HangUntilReboot(bench);
        AssertTold(bench, FaultReason.ThreadHung);
        Assert.AreEqual(ClockTrust.Set, bench.Board.Firmware!.Engine.Core.Clock.Trust);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        bench.AssertRadioLives();
    }

    [TestMethod]
    public void Ten_hangs_in_a_row_are_ten_reboots_and_ten_records()
    {
        using BoardBench bench = new();
        for (int i = 1; i <= 10; i++)
        {
            long since = bench.Time.NowMs;
            HangUntilReboot(bench);
            Assert.IsGreaterThanOrEqualTo(i == 1 ? 0 : Supervisor.RebootMsMin, bench.Time.NowMs - since, "not more often than every two minutes");
            Assert.AreEqual(i, bench.Count(EventKind.Fault));
        }
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
    }

    [TestMethod]
    public void A_power_cut_after_the_note_does_not_lose_the_record_and_one_after_the_start_does_not_double_it()
    {
        using BoardBench bench = new();
        bench.Board.Supervisor!.Lock.End();
        bench.Board.Supervise();
        byte[] note = bench.Board.Flash.Files.Read(FaultNote.FileName)!;
        bench.Board.CutPower();
        bench.Board.PowerOn();
        Assert.AreEqual(1, bench.Count(EventKind.Fault));
        Assert.IsNull(bench.Board.Flash.Files.Read(FaultNote.FileName));

        // The start was cut before it removed the note.
        bench.Board.CutPower();
        bench.Board.Flash.Files.Write(FaultNote.FileName, note);
        bench.Board.PowerOn();
        Assert.AreEqual(1, bench.Count(EventKind.Fault));
    }

    [TestMethod]
    public void Exhausted_memory_is_the_reason_of_the_boot()
    {
        using BoardBench bench = new();
        bench.Time.Advance(Supervisor.RebootMsMin);
        bench.Board.Supervisor!.Egress.Report(new OutOfMemoryException());
        bench.Board.Supervise();
        Assert.AreEqual((byte)BootReason.OutOfMemory, bench.Events().FindLast(audit => audit.Kind == EventKind.Boot)!.Reason);
        Assert.AreEqual(1, bench.Count(EventKind.Fault));
    }

    [TestMethod]
    public void Exceptions_that_a_thread_survives_come_into_the_trail_once_a_minute()
    {
        using BoardBench bench = new();
        for (int i = 0; i < 50; i++)
        {
            bench.Board.Supervisor!.Egress.Report(new InvalidOperationException("broken"));
            bench.Time.Advance(20);
        }
        Assert.AreEqual(1, bench.Count(EventKind.Fault));
        bench.Time.Advance(FaultReport.IntervalMs);
        List<AuditEvent> faults = bench.Events().FindAll(audit => audit.Kind == EventKind.Fault);
        Assert.HasCount(2, faults);
        Assert.AreEqual(50u, faults[0].Detail + faults[1].Detail);
        Assert.IsTrue(faults.TrueForAll(fault => fault.Reason == (byte)FaultReason.Exceptions));
    }

    [TestMethod]
    public void The_firmware_starts_three_threads_and_the_radio_has_one()
    {
        string source = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "LockController", "Program.cs"));
        int started = source.Split("new Thread(").Length - 1;
        int elsewhere = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "LockController"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("Program.cs", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Sum(file => File.ReadAllText(file).Split("new Thread(").Length - 1 + File.ReadAllText(file).Split("new Timer(").Length - 1);
        // Main's own is the lock's; the Bluetooth library has one for its events.
        Assert.AreEqual(2, started);
        Assert.AreEqual(0, elsewhere);
    }

    private static void HangUntilReboot(BoardBench bench)
    {
        int reboots = bench.Board.RebootCount;
        bench.Time.IsLockHung = true;
        for (int i = 0; i < 400 && bench.Board.RebootCount == reboots; i++)
        {
            bench.Time.Advance(Supervisor.PollMs);
            bench.Board.Supervise();
        }
        Assert.AreEqual(reboots + 1, bench.Board.RebootCount);
        bench.Time.IsLockHung = false;
        bench.Time.Advance(40);
    }

    private static void AssertTold(BoardBench bench, FaultReason reason)
    {
        List<AuditEvent> events = bench.Events();
        int boot = events.FindLastIndex(audit => audit.Kind == EventKind.Boot);
        Assert.AreEqual((byte)BootReason.Supervisor, events[boot].Reason);
        Assert.AreEqual(EventKind.Fault, events[boot - 1].Kind);
        Assert.AreEqual((byte)reason, events[boot - 1].Reason);
        Assert.AreEqual(Supervisor.LockThread, (byte)events[boot - 1].Detail);
    }
}
