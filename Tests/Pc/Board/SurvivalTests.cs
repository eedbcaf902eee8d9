using System;
using System.Threading;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>Which exceptions the firmware's threads survive, and that no thread can stop another.</summary>
[TestClass]
[TestCategory("Slow")]
[DoNotParallelize]
public sealed class SurvivalTests
{
    private const int RadioQueueSize = 8;

    private readonly RigDoor _door = new();
    private readonly RigBoard _board = new(256);
    private readonly RigSignals _signals = new();
    private readonly DrivenRadioTime _time = new();
    private readonly KillingUptime _uptime = new();
    private readonly Supervisor _supervisor;
    private readonly Egress _egress;

    public SurvivalTests()
    {
        _egress = new Egress(_door);
        _supervisor = new Supervisor(_egress, _board, 0);
    }

    [TestMethod]
    public void The_thread_of_the_way_out_survives_being_interrupted()
    {
        EgressLoop loop = new(_egress, _uptime, _supervisor);
        _uptime.Stop = loop.Stop;
        loop.Run();
        Assert.AreEqual(1, _supervisor.Egress.Faults);
        Assert.IsTrue(_supervisor.Egress.HasEnded);
    }

    [TestMethod]
    public void Threads_that_always_throw_sleep_all_the_same_and_leave_time_for_the_others()
    {
        EgressLoop wayOut = new(_egress, _uptime, _supervisor);
        SupervisorLoop supervisor = new(_supervisor, _uptime);
        _uptime.Throws = true;
        _uptime.Stop = wayOut.Stop;
        wayOut.Run();
        Assert.AreEqual(2 * _uptime.Asked, _supervisor.Egress.Faults, "each round was interrupted in its sleep");
        _uptime.Stop = supervisor.Stop;
        _uptime.Asked = 0;
        supervisor.Run();
        Assert.AreEqual(2 * _uptime.Asked, _supervisor.Own.Faults);
    }

    [TestMethod]
    public void A_boot_that_is_counted_late_is_noted_with_its_number()
    {
        _board.IsBroken = true;
        Firmware firmware = Start();
        Assert.AreEqual(0u, _supervisor.BootCount);
        _board.IsBroken = false;
        Assert.IsNotNull(firmware.Engine.DrawChallenge(0));
        firmware.RunOnce();
        Assert.AreEqual(firmware.Engine.Memory.State.BootCount, _supervisor.BootCount);
        Assert.AreEqual(1u, _supervisor.BootCount);
    }

    [TestMethod]
    public void A_fault_that_cannot_be_recorded_is_recorded_by_a_later_start_once()
    {
        TornFiles files = new();
        byte[] note = new byte[FaultNote.Size];
        _board.EventsThrow = true;
        uint boot = Boot(files).Memory.State.BootCount;
        FaultNote.Write(note, FaultReason.ThreadHung, Supervisor.LockThread, boot);
        files.Write(FaultNote.FileName, note);
        Boot(files);
        Boot(files);
        _board.EventsThrow = false;
        Boot(files);
        Boot(files);
        Assert.AreEqual(1, CountFaultRecords());
        Assert.IsNull(files.Read(FaultNote.FileName));
    }

    [TestMethod]
    public void The_supervisors_thread_survives_being_interrupted()
    {
        SupervisorLoop loop = new(_supervisor, _uptime);
        _uptime.Stop = loop.Stop;
        loop.Run();
        Assert.AreEqual(1, _supervisor.Own.Faults);
    }

    [TestMethod]
    public void The_locks_thread_survives_being_interrupted()
    {
        Firmware firmware = Start();
        _uptime.Stop = firmware.Stop;
        firmware.Run();
        Assert.AreEqual(1, _supervisor.Lock.Faults);
    }

    [TestMethod]
    public void A_supervisor_waits_for_nobody_who_hangs_while_he_drives_the_latch()
    {
        using ManualResetEvent hangs = new(false);
        using ManualResetEvent end = new(false);
        HangingDoor door = new(hangs, end);
        Egress egress = new(door);
        Supervisor supervisor = new(egress, _board, 0);
        door.IsHanging = true;
        Thread stuck = new(() => egress.SetDemand(true, 10));
        stuck.Start();
        hangs.WaitOne();
        supervisor.Lock.Beat(10);
        supervisor.Egress.End();
        door.Rig.IsRequestToExit = true;
        supervisor.Check(10 + Supervisor.RebootMsMin);
        Assert.IsTrue(door.Rig.IsReleased, "the way out is served");
        door.Rig.IsRequestToExit = false;
        supervisor.Check(20 + Supervisor.RebootMsMin + Egress.ReleaseMsDefault);
        Assert.IsFalse(door.Rig.IsReleased, "and the latch secured");
        Assert.AreEqual(1, _board.RebootCount);
        end.Set();
        stuck.Join();
        egress.Tick(30 + Supervisor.RebootMsMin + Egress.ReleaseMsDefault);
        Assert.IsFalse(door.Rig.IsReleased, "also when the one who hung comes back");
    }

    [TestMethod]
    public void Lights_that_always_throw_cost_a_record_and_no_reboot()
    {
        Firmware firmware = Start();
        _signals.Throws = true;
        for (long now = 0; now < 10 * Supervisor.RebootMsMin; now += Firmware.TickMs)
        {
            _uptime.NowMs = now;
            firmware.RunOnce();
            _supervisor.Egress.Beat(now);
            _supervisor.Check(now);
        }
        Assert.IsFalse(_supervisor.HasFault);
        Assert.AreEqual(0, _board.RebootCount);
        Assert.IsGreaterThan(0, _supervisor.Lock.Faults);
        Assert.IsGreaterThan(0, CountFaultRecords());
        Assert.IsLessThan(6, CountFaultRecords(), "ever less often");
    }

    [TestMethod]
    public void A_storage_that_runs_out_of_memory_ends_in_a_reboot_although_the_lock_survives_it()
    {
        Firmware firmware = Start();
        firmware.RunOnce();
        _board.EventsExhaust = true;
        Assert.IsFalse(firmware.Engine.Journal.Record(EventKind.Forced, 0, 0, 0, 0));
        _supervisor.Check(0);
        Assert.AreEqual(FaultReason.OutOfMemory, _supervisor.Fault);
    }

    [TestMethod]
    public void A_flood_of_writes_leaves_time_for_the_door_after_each_piece()
    {
        VirtualCentral central = Connect(out Firmware firmware);
        for (int i = 0; i < RadioQueueSize; i++)
            Assert.IsTrue(central.Write(LockUuids.Request, [0xC0, 1]).Ok);
        _supervisor.Own.SetIdle();
        _uptime.StepMs = 300;
        int looks = _board.CompactCount;
        firmware.RunOnce();
        Assert.IsGreaterThanOrEqualTo(RadioQueueSize, _board.CompactCount - looks);
        _supervisor.Egress.Beat(_uptime.NowMs);
        _supervisor.Check(_uptime.NowMs);
        Assert.IsFalse(_supervisor.HasFault, "nor is it taken for a hang");
    }

    private Firmware Start()
    {
        VirtualAir air = new(_time);
        air.PowerOn();
        VirtualAir.Current = air;
        LockParts parts = new(_board, _board, _board, _egress, _board, LockRig.Secret(7)) { Signals = _signals };
        return new Firmware(parts, _uptime, "virtual", _supervisor);
    }

    private VirtualCentral Connect(out Firmware firmware)
    {
        firmware = Start();
        return VirtualAir.Current!.Connect()!;
    }

    private LockEngine Boot(TornFiles files) =>
        new(new LockParts(_board, _board, _board, new RigDoor(), _board, LockRig.Secret(7)) { Files = files }, 0);

    private int CountFaultRecords()
    {
        int count = 0;
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new();
        for (uint sequence = _board.Oldest; sequence <= _board.Head; sequence++)
        {
            _board.Read(sequence, record, 0, 1);
            count += audit.TryRead(record, 0) && audit.Kind == EventKind.Fault ? 1 : 0;
        }
        return count;
    }

    /// <summary>Interrupts the calling thread once, so that it throws at its next sleep or wait; ends it afterwards.</summary>
    private sealed class KillingUptime : IUptime
    {
        public int Asked { get; set; }

        public bool Throws { get; set; }

        public Action? Stop { get; set; }

        public long NowMs { get; set; }

        public int StepMs { get; set; }

        public long Milliseconds
        {
            get
            {
                NowMs += StepMs;
                if (Stop == null)
                    return NowMs;
                Asked++;
                if (Asked == 1 || Throws)
                    Thread.CurrentThread.Interrupt();
                if (Asked > 8)
                    Stop();
                return Throws ? throw new InvalidOperationException("broken clock") : NowMs;
            }
        }
    }

    /// <summary>A latch whose driver does not return at the first call.</summary>
    private sealed class HangingDoor(ManualResetEvent hangs, ManualResetEvent end) : IDoorPort
    {
        public RigDoor Rig { get; } = new();

        public bool IsHanging { get; set; }

        public bool HasContact => Rig.HasContact;

        public bool IsOpen => Rig.IsOpen;

        public bool IsFailSafe => Rig.IsFailSafe;

        public bool HasBoltSensor => Rig.HasBoltSensor;

        public bool IsBoltReleased => Rig.IsBoltReleased;

        public bool IsRequestToExit => Rig.IsRequestToExit;

        public bool IsFireAlarm => Rig.IsFireAlarm;

        public bool IsHousingOpen => Rig.IsHousingOpen;

        public bool IsResetPressed => Rig.IsResetPressed;

        public void DriveLatch(bool released)
        {
            if (IsHanging)
            {
                IsHanging = false;
                hangs.Set();
                end.WaitOne();
            }
            Rig.DriveLatch(released);
        }
    }
}
