using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Supervision;

/// <summary>What the supervisor does when a thread ends or hangs, or when memory is exhausted.</summary>
[TestClass]
public sealed class SupervisorTests
{
    private const long LongAfterStartMs = 600_000;

    [TestMethod]
    public void While_all_threads_live_nothing_happens()
    {
        SupervisorRig rig = new SupervisorRig();
        for (long now = 0; now < LongAfterStartMs; now += 100)
        {
            rig.Supervisor.Lock.Beat(now);
            rig.Supervisor.Egress.Beat(now);
            rig.Supervisor.Check(now);
        }
        Assert.IsFalse(rig.Supervisor.HasFault);
        Assert.AreEqual(0, rig.Board.RebootCount);
        Assert.AreEqual(0, rig.Files.WriteCount);
    }

    [TestMethod]
    public void A_hung_lock_is_noticed_within_five_seconds_secured_noted_and_started_again()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(LongAfterStartMs);
        rig.Egress.SetDemand(true, LongAfterStartMs);
        long now = rig.RunUntilFault(LongAfterStartMs, true, false);
        Assert.IsTrue(now - LongAfterStartMs <= 5_000, "in time");
        Assert.IsTrue(now - LongAfterStartMs >= 4_000, "not at every pause");
        Assert.IsFalse(rig.Released(now), "secured");
        rig.AssertNote(FaultReason.ThreadHung, Supervisor.LockThread);
        Assert.AreEqual(1, rig.Board.RebootCount);
    }

    [TestMethod]
    public void A_thread_that_has_ended_is_noticed_at_the_next_look()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(LongAfterStartMs);
        rig.Supervisor.Egress.Beat(LongAfterStartMs);
        rig.Supervisor.Lock.End();
        rig.Supervisor.Check(LongAfterStartMs);
        rig.AssertNote(FaultReason.ThreadDied, Supervisor.LockThread);
        Assert.AreEqual(1, rig.Board.RebootCount);
    }

    [TestMethod]
    public void Exhausted_memory_is_noticed_at_the_next_look_other_exceptions_are_only_counted()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(LongAfterStartMs);
        rig.Supervisor.Egress.Beat(LongAfterStartMs);
        rig.Supervisor.Lock.Report(new System.InvalidOperationException("broken"));
        rig.Supervisor.Check(LongAfterStartMs);
        Assert.IsFalse(rig.Supervisor.HasFault);
        Assert.AreEqual(1, rig.Supervisor.Lock.Faults);
        rig.Supervisor.Lock.ReportMemory(new System.OutOfMemoryException());
        rig.Supervisor.Check(LongAfterStartMs);
        rig.AssertNote(FaultReason.OutOfMemory, Supervisor.LockThread);
        Assert.AreEqual(1, rig.Supervisor.Lock.Faults);
    }

    [TestMethod]
    public void A_lock_that_still_lives_may_start_the_board_itself_and_is_waited_for_two_seconds()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Egress.Report(new System.OutOfMemoryException());
        long now = LongAfterStartMs;
        for (; rig.Board.RebootCount == 0 && now < LongAfterStartMs + 10_000; now += Supervisor.PollMs)
        {
            rig.Supervisor.Lock.Beat(now);
            rig.Supervisor.Egress.Beat(now);
            Assert.AreEqual(now > LongAfterStartMs, rig.Supervisor.MayReboot(now));
            rig.Supervisor.Check(now);
        }
        Assert.AreEqual(LongAfterStartMs + Supervisor.HandOverMs, now - Supervisor.PollMs);
    }

    [TestMethod]
    public void When_the_supervisors_own_thread_is_silent_the_lock_notices_within_five_seconds()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(0);
        rig.Supervisor.Egress.Beat(0);
        rig.Supervisor.Check(0);
        long now = 0;
        for (; !rig.Supervisor.HasFault && now < 10_000; now += 20)
        {
            rig.Supervisor.Lock.Beat(now);
            rig.Supervisor.Egress.Beat(now);
            rig.Supervisor.TakeOverIfSilent(now, Supervisor.SilentMsMax);
        }
        Assert.IsTrue(now >= Supervisor.SilentMsMax && now <= 5_000, "in time");
        rig.AssertNote(FaultReason.ThreadHung, Supervisor.SupervisorThread);
    }

    [TestMethod]
    public void When_supervisor_and_lock_are_both_gone_the_way_out_starts_the_board()
    {
        SupervisorRig rig = new SupervisorRig();
        SetUptime uptime = new SetUptime();
        EgressLoop loop = new EgressLoop(rig.Egress, uptime, rig.Supervisor);
        rig.Supervisor.Lock.Beat(0);
        rig.Supervisor.Check(0);
        rig.Egress.SetDemand(true, 0);
        for (uptime.Milliseconds = 0;
            rig.Board.RebootCount == 0 && uptime.Milliseconds < LongAfterStartMs;
            uptime.Milliseconds += Egress.PollMs)
        {
            loop.RunOnce();
            if (uptime.Milliseconds > EgressLoop.TakeOverAfterMs + (2 * Egress.PollMs))
                Assert.IsFalse(rig.Door.IsReleased, "secured");
        }
        Assert.AreEqual(1, rig.Board.RebootCount);
        Assert.IsTrue(uptime.Milliseconds >= Supervisor.RebootMsMin, "not too often");
        Assert.IsTrue(uptime.Milliseconds <= Supervisor.RebootMsMin + 1_000, "and not later than it may");
    }

    [TestMethod]
    public void A_radio_handler_that_does_not_end_is_noticed_and_one_that_is_never_called_is_not()
    {
        SupervisorRig rig = new SupervisorRig();
        for (long now = 0; now < LongAfterStartMs; now += Supervisor.PollMs)
        {
            rig.Supervisor.Lock.Beat(now);
            rig.Supervisor.Egress.Beat(now);
            rig.Supervisor.Check(now);
        }
        Assert.IsFalse(rig.Supervisor.HasFault);
        rig.Supervisor.Radio.Beat(LongAfterStartMs);
        long noticed = rig.RunUntilFault(LongAfterStartMs, true, true);
        Assert.IsTrue(noticed - LongAfterStartMs <= 5_000, "in time");
        rig.AssertNote(FaultReason.ThreadHung, Supervisor.RadioThread);
    }

    [TestMethod]
    public void Who_is_let_out_while_nobody_can_record_it_stands_in_the_note()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(10);
        rig.Supervisor.Lock.End();
        rig.Supervisor.Egress.Beat(10);
        rig.Supervisor.Check(10);
        Assert.AreEqual(1, rig.Files.WriteCount);
        for (long now = 20; now <= 60; now += Egress.PollMs)
        {
            rig.Door.IsRequestToExit = now == 20 || now == 40;
            rig.Door.IsFireAlarm = now == 50;
            rig.Egress.Tick(now);
        }
        rig.Supervisor.Egress.Beat(600);
        rig.Supervisor.Check(600);
        Assert.AreEqual(2, rig.Files.WriteCount, "written again for what is new, and only then");
        Assert.IsTrue(FaultNote.TryRead(rig.Files.Read(FaultNote.FileName), SupervisorRig.Boot, out _, out uint detail));
        Assert.AreEqual(Supervisor.LockThread, FaultDetail.Thread(detail));
        Assert.AreEqual(2, (int)FaultDetail.Presses(detail));
        Assert.AreEqual(1, (int)FaultDetail.Fires(detail));
    }

    [TestMethod]
    public void A_note_that_cannot_be_written_is_tried_twice_a_second_at_most()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Files.IsBroken = true;
        rig.Supervisor.Lock.Beat(0);
        rig.Supervisor.Egress.Beat(0);
        rig.Supervisor.Egress.End();
        int before = rig.Files.TryCount;
        for (long now = 0; now < 10_000; now += Egress.PollMs)
            rig.Supervisor.Check(now);
        Assert.AreEqual(20, rig.Files.TryCount - before);
    }

    [TestMethod]
    public void A_detail_counts_to_255_and_no_further()
    {
        uint detail = FaultDetail.Pack(3, 256, 1_000);
        Assert.AreEqual(3, (int)FaultDetail.Thread(detail));
        Assert.AreEqual(255, (int)FaultDetail.Presses(detail));
        Assert.AreEqual(255, (int)FaultDetail.Fires(detail));
    }

    [TestMethod]
    public void Two_minutes_lie_between_two_reboots_and_the_latch_is_secured_before()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(0);
        rig.Egress.SetDemand(true, 0);
        long now = rig.RunUntilFault(0, true, false);
        Assert.IsFalse(rig.Released(now), "secured at once");
        Assert.AreEqual(0, rig.Board.RebootCount);
        for (; now < Supervisor.RebootMsMin; now += Supervisor.PollMs)
        {
            rig.Supervisor.Egress.Beat(now);
            rig.Supervisor.Check(now);
            Assert.AreEqual(0, rig.Board.RebootCount);
        }
        rig.Supervisor.Egress.Beat(now);
        rig.Supervisor.Check(now);
        Assert.AreEqual(1, rig.Board.RebootCount);
        Assert.AreEqual(1, rig.Files.WriteCount, "noted once");
    }

    [TestMethod]
    public void The_start_may_take_a_minute_and_no_longer()
    {
        SupervisorRig rig = new SupervisorRig();
        long now = rig.RunUntilFault(0, true, false);
        Assert.IsTrue(now > Supervisor.StartMsMax, "patient");
        Assert.IsTrue(now <= Supervisor.StartMsMax + 1_000, "but not for ever");
    }

    [TestMethod]
    public void Nobody_who_is_being_let_out_is_shut_in_by_the_reboot()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(LongAfterStartMs);
        rig.Supervisor.Lock.End();
        rig.Door.IsFireAlarm = true;
        for (long now = LongAfterStartMs; now < LongAfterStartMs + 20_000; now += 100)
        {
            rig.Egress.Tick(now);
            rig.Supervisor.Egress.Beat(now);
            rig.Supervisor.Check(now);
            Assert.IsTrue(rig.Door.IsReleased);
        }
        Assert.AreEqual(0, rig.Board.RebootCount);
        rig.Door.IsFireAlarm = false;
        rig.Egress.Tick(LongAfterStartMs + 20_000);
        rig.Supervisor.Egress.Beat(LongAfterStartMs + 20_000);
        rig.Supervisor.Check(LongAfterStartMs + 20_000);
        Assert.AreEqual(1, rig.Board.RebootCount);
    }

    [TestMethod]
    public void When_the_thread_of_the_way_out_has_died_the_supervisor_serves_it()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(10);
        rig.Supervisor.Egress.Beat(10);
        rig.Supervisor.Egress.End();
        rig.Door.IsRequestToExit = true;
        rig.Supervisor.Check(500);
        Assert.IsTrue(rig.Door.IsReleased);
        rig.AssertNote(FaultReason.ThreadDied, Supervisor.EgressThread);
        Assert.AreEqual(Egress.PollMs, rig.Supervisor.PauseMs, "and as often as it would be");
    }

    [TestMethod]
    public void The_way_out_of_a_hung_thread_is_served_too_and_nobody_is_shut_in()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Egress.Beat(LongAfterStartMs);
        rig.RunUntilFault(LongAfterStartMs, false, true);
        int reboots = rig.Board.RebootCount;
        rig.Door.IsRequestToExit = true;
        long now = LongAfterStartMs + 20_000;
        rig.Supervisor.Check(now);
        Assert.IsTrue(rig.Door.IsReleased);
        Assert.AreEqual(reboots, rig.Board.RebootCount, "not while somebody goes out");
        rig.Door.IsRequestToExit = false;
        rig.Supervisor.Check(now + Egress.ReleaseMsDefault);
        Assert.IsFalse(rig.Door.IsReleased);
    }

    [TestMethod]
    public void After_a_fault_the_lock_can_no_longer_release_the_latch_but_people_get_out()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Supervisor.Lock.Beat(10);
        rig.Supervisor.Egress.Report(new System.OutOfMemoryException());
        rig.Supervisor.Egress.Beat(10);
        rig.Supervisor.Check(10);
        rig.Egress.SetDemand(true, 20);
        Assert.IsFalse(rig.Door.IsReleased, "until the reboot");
        rig.Door.IsRequestToExit = true;
        Assert.IsTrue(rig.Released(30));
    }

    [TestMethod]
    public void A_hung_way_out_is_not_waited_for()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Egress.SetDemand(true, LongAfterStartMs);
        rig.Supervisor.Egress.Beat(LongAfterStartMs);
        long now = rig.RunUntilFault(LongAfterStartMs, false, true);
        Assert.IsTrue(now - LongAfterStartMs <= 5_000, "in time");
        Assert.IsFalse(rig.Door.IsReleased, "secured without it");
        rig.AssertNote(FaultReason.ThreadHung, Supervisor.EgressThread);
        rig.Supervisor.Check(now + Supervisor.HandOverMs);
        Assert.AreEqual(1, rig.Board.RebootCount);
    }

    [TestMethod]
    public void Storage_and_latch_that_fail_do_not_keep_the_reboot_away()
    {
        SupervisorRig rig = new SupervisorRig();
        rig.Files.IsBroken = true;
        rig.Supervisor.Lock.Beat(LongAfterStartMs);
        rig.Supervisor.Egress.End();
        rig.Door.Throws = true;
        rig.Supervisor.Check(LongAfterStartMs);
        rig.Supervisor.Check(LongAfterStartMs + Supervisor.HandOverMs);
        Assert.AreEqual(1, rig.Board.RebootCount);
    }

    [TestMethod]
    public void A_note_counts_for_its_own_boot_and_any_change_of_it_for_none()
    {
        byte[] note = new byte[FaultNote.Size];
        FaultNote.Write(note, FaultReason.ThreadHung, 0x10002, SupervisorRig.Boot);
        Assert.IsTrue(FaultNote.TryRead(note, SupervisorRig.Boot, out FaultReason reason, out uint detail));
        Assert.AreEqual((int)FaultReason.ThreadHung, (int)reason);
        Assert.AreEqual(0x10002u, detail);
        Assert.IsFalse(FaultNote.TryRead(note, SupervisorRig.Boot + 1, out _, out _), "already recorded");
        Assert.IsFalse(FaultNote.TryRead(null, SupervisorRig.Boot, out _, out _));
        Assert.IsFalse(FaultNote.TryRead(new byte[FaultNote.Size - 1], SupervisorRig.Boot, out _, out _));
        for (int bit = 0; bit < note.Length * 8; bit++)
        {
            byte[] changed = (byte[])note.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsFalse(FaultNote.TryRead(changed, SupervisorRig.Boot, out _, out _));
        }
    }

    private sealed class SetUptime : IUptime
    {
        public long Milliseconds { get; set; }
    }
}
