using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Storage;
using LockFirmware.LockController.Supervision;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>A whole board whose threads fail: what the trail says afterwards, and that the lock works again.</summary>
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
        Assert.AreEqual(ClockTrust.Set, bench.Board.Firmware!.Engine.Clock.Trust);
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
            Assert.IsGreaterThanOrEqualTo(i == 1
                ? 0
                : Supervisor.RebootMsMin, bench.Time.NowMs - since, "not more often than every two minutes");
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

        // The power failed before the start removed the note.
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
        bench.Board.Supervisor!.Egress.ReportMemory(new OutOfMemoryException());
        bench.Board.Supervise();
        Assert.AreEqual(0, bench.Board.RebootCount - 1, "the lock's thread does it");
        bench.Time.Advance(20);
        Assert.AreEqual(1, bench.Board.RebootCount - 1);
        Assert.AreEqual((byte)BootReason.OutOfMemory, bench.Events().FindLast(audit => audit.Kind == EventKind.Boot)!.Reason);
        Assert.AreEqual(1, bench.Count(EventKind.Fault));
    }

    [TestMethod]
    public void What_the_lock_has_summed_is_not_lost_when_another_thread_fails()
    {
        using BoardBench bench = new();
        bench.Time.Advance(Supervisor.RebootMsMin);
        for (int i = 0; i < 3; i++)
            Assert.AreEqual(Status.NotPermitted, bench.Visit(Command.Manage, Rights.Unlock, [3]));
        bench.Board.Supervisor!.Egress.ReportMemory(new OutOfMemoryException());
        bench.Board.Supervise();
        bench.Time.Advance(20);
        Assert.AreEqual(1, bench.Count(EventKind.Refused));
        Assert.AreEqual(2u, bench.Events().Find(audit => audit.Kind == EventKind.RefusalsSummed)!.Detail);
        Assert.AreEqual(1, bench.Count(EventKind.Fault));
    }

    [TestMethod]
    public void Exceptions_not_yet_reported_are_reported_before_a_reboot()
    {
        using BoardBench bench = new();
        bench.Time.Advance(Supervisor.RebootMsMin);
        bench.Board.Supervisor!.Radio.Report(new InvalidOperationException("broken"));
        bench.Time.Advance(20);
        bench.Board.Supervisor.Radio.Report(new InvalidOperationException("broken"));
        bench.Board.Supervisor.Radio.Report(new InvalidOperationException("broken"));
        bench.Visit(Command.Manage, Rights.Manage, [3]);
        bench.Time.Advance(40_000);
        Assert.AreEqual(3L, bench.Events().FindAll(audit => audit.Kind == EventKind.Fault).Sum(fault => fault.Detail));
    }

    [TestMethod]
    public void A_fault_between_the_record_of_an_admission_and_the_latch_is_not_told_as_Ok()
    {
        using BoardBench bench = new();
        bench.Board.Flash.EventAppended += (_, record) =>
        {
            if (!IsGrant(record))
                return;
            bench.Board.Supervisor!.Egress.ReportMemory(new OutOfMemoryException());
            bench.Board.Supervise();
        };
        Assert.AreEqual(Status.InternalError, bench.Visit(Command.Unlock, Rights.Unlock));
        Assert.IsFalse(bench.Board.Door.IsReleased);
    }

    [TestMethod]
    public void Between_fault_and_reboot_a_key_is_told_that_the_lock_has_failed_and_people_get_out()
    {
        using BoardBench bench = new();
        bench.Board.Supervisor!.Egress.ReportMemory(new OutOfMemoryException());
        bench.Board.Supervise();
        Assert.AreEqual(Status.InternalError, bench.Visit(Command.Unlock, Rights.Unlock));
        Assert.IsFalse(bench.Board.Door.IsReleased);
        Assert.AreEqual(0, bench.Count(EventKind.AccessGranted), "and no admission is told that was none");
        bench.Time.Advance(5_000);
        Assert.AreEqual(Signal.Fault, bench.Board.Signal);
        bench.Board.Door.PressRequestToExit(true);
        bench.Time.Advance(20);
        Assert.IsTrue(bench.Board.Door.IsReleased);
        bench.Board.Door.PressRequestToExit(false);
        bench.Time.Advance(Supervisor.RebootMsMin);
        bench.AssertRadioLives();
        Assert.AreEqual(1, bench.Count(EventKind.RequestToExit), "recorded by the lock's thread, which lives");
        Assert.AreEqual(0, (int)FaultDetail.Presses(bench.Events().Find(audit => audit.Kind == EventKind.Fault)!.Detail), "and not twice");
    }

    [TestMethod]
    public void Who_went_out_while_the_lock_hung_stands_in_the_record_of_the_fault()
    {
        using BoardBench bench = new();
        bench.Time.Advance(Supervisor.RebootMsMin);
        bench.Time.IsLockHung = true;
        bench.Time.Advance(1_000);
        bench.Board.Door.PressRequestToExit(true);
        bench.Time.Advance(100);
        bench.Board.Door.PressRequestToExit(false);
        HangUntilReboot(bench);
        AuditEvent fault = bench.Events().Find(audit => audit.Kind == EventKind.Fault)!;
        Assert.AreEqual(1, (int)FaultDetail.Presses(fault.Detail));
        Assert.AreEqual(0, (int)FaultDetail.Fires(fault.Detail));
    }

    [TestMethod]
    public void When_the_supervisor_itself_is_gone_the_lock_records_it_and_starts_the_board()
    {
        using BoardBench bench = new();
        bench.Time.Advance(Supervisor.RebootMsMin);
        int reboots = bench.Board.RebootCount;
        Supervisor supervisor = bench.Board.Supervisor!;
        supervisor.Own.Beat(Supervisor.RebootMsMin);
        bench.Time.Advance(5_000);
        Assert.AreEqual(reboots + 1, bench.Board.RebootCount);
        AuditEvent fault = bench.Events().Find(audit => audit.Kind == EventKind.Fault)!;
        Assert.AreEqual((byte)FaultReason.ThreadHung, fault.Reason);
        Assert.AreEqual(Supervisor.SupervisorThread, FaultDetail.Thread(fault.Detail));
    }

    [TestMethod]
    public void Exceptions_that_a_thread_survives_come_into_the_trail_ever_less_often_and_all_of_them()
    {
        using BoardBench bench = new();
        for (int i = 0; i < 50; i++)
        {
            bench.Board.Supervisor!.Egress.Report(new InvalidOperationException("broken"));
            bench.Time.Advance(20);
        }
        Assert.AreEqual(1, bench.Count(EventKind.Fault), "the first at once");
        bench.Time.Advance(FaultReport.IntervalMsMin);
        Assert.AreEqual(2, bench.Count(EventKind.Fault), "the rest after a minute");
        bench.Board.Supervisor!.Radio.Report(new InvalidOperationException("broken"));
        bench.Time.Advance(FaultReport.IntervalMsMin);
        Assert.AreEqual(2, bench.Count(EventKind.Fault), "not after one more");
        bench.Time.Advance(FaultReport.IntervalMsMin);
        List<AuditEvent> faults = bench.Events().FindAll(audit => audit.Kind == EventKind.Fault);
        Assert.HasCount(3, faults);
        Assert.AreEqual(51L, faults.Sum(fault => fault.Detail));
        Assert.IsTrue(faults.TrueForAll(fault => fault.Reason == (byte)FaultReason.Exceptions));
    }

    [TestMethod]
    public void The_firmware_starts_three_threads_and_the_radio_has_one()
    {
        string source = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "LockController", "Program.cs"));
        int started = source.Split("new Thread(").Length - 1;
        int elsewhere = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "LockController"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("Program.cs", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Sum(file => File.ReadAllText(file).Split("new Thread(").Length - 1 + File.ReadAllText(file).Split("new Timer(").Length - 1);
        // The thread of Main is the lock's; the Bluetooth library has a thread for its events.
        Assert.AreEqual(2, started);
        Assert.AreEqual(0, elsewhere);
    }

    private static bool IsGrant(byte[] record)
    {
        AuditEvent audit = new();
        return audit.TryRead(record, 0) && audit.Kind == EventKind.AccessGranted;
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
        Assert.AreEqual(Supervisor.LockThread, FaultDetail.Thread(events[boot - 1].Detail));
    }
}
