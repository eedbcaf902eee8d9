using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;
using LockFirmware.Tests.Storage;

namespace LockFirmware.Tests.Supervision;

/// <summary>What happens when a thread dies, hangs, or memory is out.</summary>
[TestClass]
public sealed class SupervisorTests
{
    private const long LongAfterStartMs = 600_000;
    private const uint Boot = 7;

    private readonly RigDoor _door = new RigDoor();
    private readonly TornFiles _files = new TornFiles();
    private readonly RigBoard _board = new RigBoard(16);
    private readonly Egress _egress;
    private readonly Supervisor _supervisor;

    public SupervisorTests()
    {
        _egress = new Egress(_door);
        _supervisor = new Supervisor(_egress, _board, 0) { Files = _files, BootCount = Boot };
    }

    [TestMethod]
    public void While_all_threads_live_nothing_happens()
    {
        for (long now = 0; now < LongAfterStartMs; now += 100)
        {
            _supervisor.Lock.Beat(now);
            _supervisor.Egress.Beat(now);
            _supervisor.Look(now);
        }
        Assert.IsFalse(_supervisor.HasFault);
        Assert.AreEqual(0, _board.RebootCount);
        Assert.AreEqual(0, _files.WriteCount);
    }

    [TestMethod]
    public void A_hung_lock_is_noticed_within_five_seconds_secured_noted_and_started_again()
    {
        _supervisor.Lock.Beat(LongAfterStartMs);
        _egress.Wish(true, LongAfterStartMs);
        long now = RunUntilFault(LongAfterStartMs, true, false);
        Assert.IsTrue(now - LongAfterStartMs <= 5_000, "in time");
        Assert.IsTrue(now - LongAfterStartMs >= 4_000, "not at every pause");
        Assert.IsFalse(Released(now), "secured");
        AssertNote(FaultReason.ThreadHung, Supervisor.LockThread);
        Assert.AreEqual(1, _board.RebootCount);
    }

    [TestMethod]
    public void A_thread_that_has_ended_is_noticed_at_the_next_look()
    {
        _supervisor.Lock.Beat(LongAfterStartMs);
        _supervisor.Egress.Beat(LongAfterStartMs);
        _supervisor.Lock.End();
        _supervisor.Look(LongAfterStartMs);
        AssertNote(FaultReason.ThreadDied, Supervisor.LockThread);
        Assert.AreEqual(1, _board.RebootCount);
    }

    [TestMethod]
    public void Exhausted_memory_is_noticed_at_the_next_look_other_exceptions_are_only_counted()
    {
        _supervisor.Lock.Beat(LongAfterStartMs);
        _supervisor.Egress.Beat(LongAfterStartMs);
        _supervisor.Lock.Report(new System.InvalidOperationException("broken"));
        _supervisor.Look(LongAfterStartMs);
        Assert.IsFalse(_supervisor.HasFault);
        Assert.AreEqual(1, _supervisor.Lock.Faults);
        _supervisor.Lock.ReportMemory(new System.OutOfMemoryException());
        _supervisor.Look(LongAfterStartMs);
        AssertNote(FaultReason.OutOfMemory, Supervisor.LockThread);
        Assert.AreEqual(1, _supervisor.Lock.Faults);
    }

    [TestMethod]
    public void A_lock_that_still_lives_may_start_the_board_itself_and_is_waited_for_two_seconds()
    {
        _supervisor.Egress.Report(new System.OutOfMemoryException());
        long now = LongAfterStartMs;
        for (; _board.RebootCount == 0 && now < LongAfterStartMs + 10_000; now += Supervisor.PollMs)
        {
            _supervisor.Lock.Beat(now);
            _supervisor.Egress.Beat(now);
            Assert.AreEqual(now > LongAfterStartMs, _supervisor.MayReboot(now));
            _supervisor.Look(now);
        }
        Assert.AreEqual(LongAfterStartMs + Supervisor.HandOverMs, now - Supervisor.PollMs);
    }

    [TestMethod]
    public void When_the_supervisors_own_thread_is_silent_the_lock_notices_within_five_seconds()
    {
        _supervisor.Lock.Beat(0);
        _supervisor.Egress.Beat(0);
        _supervisor.Look(0);
        long now = 0;
        for (; !_supervisor.HasFault && now < 10_000; now += 20)
        {
            _supervisor.Lock.Beat(now);
            _supervisor.Egress.Beat(now);
            _supervisor.LookInstead(now, Supervisor.SilentMsMax);
        }
        Assert.IsTrue(now >= Supervisor.SilentMsMax && now <= 5_000, "in time");
        AssertNote(FaultReason.ThreadHung, Supervisor.SupervisorThread);
    }

    [TestMethod]
    public void When_supervisor_and_lock_are_both_gone_the_way_out_starts_the_board()
    {
        SetUptime uptime = new SetUptime();
        EgressLoop loop = new EgressLoop(_egress, uptime, _supervisor);
        _supervisor.Lock.Beat(0);
        _supervisor.Look(0);
        _egress.Wish(true, 0);
        for (uptime.Milliseconds = 0; _board.RebootCount == 0 && uptime.Milliseconds < LongAfterStartMs; uptime.Milliseconds += Egress.PollMs)
        {
            loop.RunOnce();
            if (uptime.Milliseconds > EgressLoop.PatienceMs + (2 * Egress.PollMs))
                Assert.IsFalse(_door.IsReleased, "secured");
        }
        Assert.AreEqual(1, _board.RebootCount);
        Assert.IsTrue(uptime.Milliseconds >= Supervisor.RebootMsMin, "not too often");
        Assert.IsTrue(uptime.Milliseconds <= Supervisor.RebootMsMin + 1_000, "and not later than it may");
    }

    [TestMethod]
    public void A_radio_handler_that_does_not_end_is_noticed_and_one_that_is_never_called_is_not()
    {
        for (long now = 0; now < LongAfterStartMs; now += Supervisor.PollMs)
        {
            _supervisor.Lock.Beat(now);
            _supervisor.Egress.Beat(now);
            _supervisor.Look(now);
        }
        Assert.IsFalse(_supervisor.HasFault);
        _supervisor.Radio.Beat(LongAfterStartMs);
        long noticed = RunUntilFault(LongAfterStartMs, true, true);
        Assert.IsTrue(noticed - LongAfterStartMs <= 5_000, "in time");
        AssertNote(FaultReason.ThreadHung, Supervisor.RadioThread);
    }

    [TestMethod]
    public void Who_is_let_out_while_nobody_can_record_it_stands_in_the_note()
    {
        _supervisor.Lock.Beat(10);
        _supervisor.Lock.End();
        _supervisor.Egress.Beat(10);
        _supervisor.Look(10);
        Assert.AreEqual(1, _files.WriteCount);
        for (long now = 20; now <= 60; now += Egress.PollMs)
        {
            _door.IsRequestToExit = now == 20 || now == 40;
            _door.IsFireAlarm = now == 50;
            _egress.Tick(now);
        }
        _supervisor.Egress.Beat(600);
        _supervisor.Look(600);
        Assert.AreEqual(2, _files.WriteCount, "written again for what is new, and only then");
        Assert.IsTrue(FaultNote.TryRead(_files.Read(FaultNote.FileName), Boot, out _, out uint detail));
        Assert.AreEqual(Supervisor.LockThread, FaultDetail.Thread(detail));
        Assert.AreEqual(2, (int)FaultDetail.Presses(detail));
        Assert.AreEqual(1, (int)FaultDetail.Fires(detail));
    }

    [TestMethod]
    public void A_note_that_cannot_be_written_is_tried_twice_a_second_at_most()
    {
        _files.IsBroken = true;
        _supervisor.Lock.Beat(0);
        _supervisor.Egress.Beat(0);
        _supervisor.Egress.End();
        int before = _files.TryCount;
        for (long now = 0; now < 10_000; now += Egress.PollMs)
            _supervisor.Look(now);
        Assert.AreEqual(20, _files.TryCount - before);
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
        _supervisor.Lock.Beat(0);
        _egress.Wish(true, 0);
        long now = RunUntilFault(0, true, false);
        Assert.IsFalse(Released(now), "secured at once");
        Assert.AreEqual(0, _board.RebootCount);
        for (; now < Supervisor.RebootMsMin; now += Supervisor.PollMs)
        {
            _supervisor.Egress.Beat(now);
            _supervisor.Look(now);
            Assert.AreEqual(0, _board.RebootCount);
        }
        _supervisor.Egress.Beat(now);
        _supervisor.Look(now);
        Assert.AreEqual(1, _board.RebootCount);
        Assert.AreEqual(1, _files.WriteCount, "noted once");
    }

    [TestMethod]
    public void The_start_may_take_a_minute_and_no_longer()
    {
        long now = RunUntilFault(0, true, false);
        Assert.IsTrue(now > Supervisor.StartMsMax, "patient");
        Assert.IsTrue(now <= Supervisor.StartMsMax + 1_000, "but not for ever");
    }

    [TestMethod]
    public void Nobody_who_is_being_let_out_is_shut_in_by_the_reboot()
    {
        _supervisor.Lock.Beat(LongAfterStartMs);
        _supervisor.Lock.End();
        _door.IsFireAlarm = true;
        for (long now = LongAfterStartMs; now < LongAfterStartMs + 20_000; now += 100)
        {
            _egress.Tick(now);
            _supervisor.Egress.Beat(now);
            _supervisor.Look(now);
            Assert.IsTrue(_door.IsReleased);
        }
        Assert.AreEqual(0, _board.RebootCount);
        _door.IsFireAlarm = false;
        _egress.Tick(LongAfterStartMs + 20_000);
        _supervisor.Egress.Beat(LongAfterStartMs + 20_000);
        _supervisor.Look(LongAfterStartMs + 20_000);
        Assert.AreEqual(1, _board.RebootCount);
    }

    [TestMethod]
    public void When_the_thread_of_the_way_out_has_died_the_supervisor_serves_it()
    {
        _supervisor.Lock.Beat(10);
        _supervisor.Egress.Beat(10);
        _supervisor.Egress.End();
        _door.IsRequestToExit = true;
        _supervisor.Look(500);
        Assert.IsTrue(_door.IsReleased);
        AssertNote(FaultReason.ThreadDied, Supervisor.EgressThread);
        Assert.AreEqual(Egress.PollMs, _supervisor.PauseMs, "and as often as it would be");
    }

    [TestMethod]
    public void The_way_out_of_a_hung_thread_is_served_too_and_nobody_is_shut_in()
    {
        _supervisor.Egress.Beat(LongAfterStartMs);
        RunUntilFault(LongAfterStartMs, false, true);
        int reboots = _board.RebootCount;
        _door.IsRequestToExit = true;
        long now = LongAfterStartMs + 20_000;
        _supervisor.Look(now);
        Assert.IsTrue(_door.IsReleased);
        Assert.AreEqual(reboots, _board.RebootCount, "not while somebody goes out");
        _door.IsRequestToExit = false;
        _supervisor.Look(now + Egress.ReleaseMsDefault);
        Assert.IsFalse(_door.IsReleased);
    }

    [TestMethod]
    public void After_a_fault_the_lock_can_no_longer_release_the_latch_but_people_get_out()
    {
        _supervisor.Lock.Beat(10);
        _supervisor.Egress.Report(new System.OutOfMemoryException());
        _supervisor.Egress.Beat(10);
        _supervisor.Look(10);
        _egress.Wish(true, 20);
        Assert.IsFalse(_door.IsReleased, "until the reboot");
        _door.IsRequestToExit = true;
        Assert.IsTrue(Released(30));
    }

    [TestMethod]
    public void A_hung_way_out_is_not_waited_for()
    {
        _egress.Wish(true, LongAfterStartMs);
        _supervisor.Egress.Beat(LongAfterStartMs);
        long now = RunUntilFault(LongAfterStartMs, false, true);
        Assert.IsTrue(now - LongAfterStartMs <= 5_000, "in time");
        Assert.IsFalse(_door.IsReleased, "secured without it");
        AssertNote(FaultReason.ThreadHung, Supervisor.EgressThread);
        _supervisor.Look(now + Supervisor.HandOverMs);
        Assert.AreEqual(1, _board.RebootCount);
    }

    [TestMethod]
    public void Storage_and_latch_that_fail_do_not_keep_the_reboot_away()
    {
        _files.IsBroken = true;
        _supervisor.Lock.Beat(LongAfterStartMs);
        _supervisor.Egress.End();
        _door.Throws = true;
        _supervisor.Look(LongAfterStartMs);
        _supervisor.Look(LongAfterStartMs + Supervisor.HandOverMs);
        Assert.AreEqual(1, _board.RebootCount);
    }

    [TestMethod]
    public void A_note_counts_for_its_own_boot_and_any_change_of_it_for_none()
    {
        byte[] note = new byte[FaultNote.Size];
        FaultNote.Write(note, FaultReason.ThreadHung, 0x10002, Boot);
        Assert.IsTrue(FaultNote.TryRead(note, Boot, out FaultReason reason, out uint detail));
        Assert.AreEqual((int)FaultReason.ThreadHung, (int)reason);
        Assert.AreEqual(0x10002u, detail);
        Assert.IsFalse(FaultNote.TryRead(note, Boot + 1, out _, out _), "already recorded");
        Assert.IsFalse(FaultNote.TryRead(null, Boot, out _, out _));
        Assert.IsFalse(FaultNote.TryRead(new byte[FaultNote.Size - 1], Boot, out _, out _));
        for (int bit = 0; bit < note.Length * 8; bit++)
        {
            byte[] changed = (byte[])note.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsFalse(FaultNote.TryRead(changed, Boot, out _, out _));
        }
    }

    private long RunUntilFault(long from, bool egressLives, bool lockLives)
    {
        long now = from;
        for (; !_supervisor.HasFault && now < from + LongAfterStartMs; now += Supervisor.PollMs)
        {
            if (egressLives)
                _supervisor.Egress.Beat(now);
            if (lockLives)
                _supervisor.Lock.Beat(now);
            _supervisor.Look(now);
        }
        return now - Supervisor.PollMs;
    }

    private bool Released(long now)
    {
        _egress.Tick(now);
        return _door.IsReleased;
    }

    private void AssertNote(FaultReason expected, byte expectedThread)
    {
        Assert.IsTrue(FaultNote.TryRead(_files.Read(FaultNote.FileName), Boot, out FaultReason reason, out uint detail), "noted");
        Assert.AreEqual((int)expected, (int)reason);
        Assert.AreEqual((int)expectedThread, (int)FaultDetail.Thread(detail));
    }

    private sealed class SetUptime : IUptime
    {
        public long Milliseconds { get; set; }
    }
}
