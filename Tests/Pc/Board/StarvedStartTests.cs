using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>A start that lacks memory, at every call of a port: it is told, people can leave, and it does not reboot for ever.</summary>
[TestClass]
public sealed class StarvedStartTests
{
    private const int PressMs = 1_000;

    [TestMethod]
    public void A_start_that_lacks_memory_at_any_step_is_reported_and_lets_people_out()
    {
        int steps = 0;
        for (Site site = new(new TornFiles(), steps + 1); !site.Start(); site = new(new TornFiles(), steps + 1))
        {
            steps++;
            long now = site.RunFor(Supervisor.RebootMsMin - Supervisor.PollMs);
            Assert.AreEqual(FaultReason.OutOfMemoryAtStart, site.Supervisor.Fault, $"step {steps}");
            Assert.AreEqual(1, FaultNote.FailedStarts(site.Files.Read(FaultNote.FileName)), $"noted, step {steps}");
            Assert.AreEqual(0, site.Board.RebootCount, $"too soon, step {steps}");
            site.Door.IsRequestToExit = true;
            site.Egress.Tick(now);
            Assert.IsTrue(site.Door.IsReleased, $"the way out, step {steps}");
            site.Door.IsRequestToExit = false;
            site.RunFor(Egress.ReleaseMsDefault + Supervisor.HandOverMs + PressMs);
            Assert.AreNotEqual(0, site.Board.RebootCount, $"started again, step {steps}");
            Site next = new(site.Files, 0);
            Assert.IsTrue(next.Start(), $"the next start, step {steps}");
            List<AuditEvent> events = next.Events();
            Assert.IsTrue(events.Exists(audit => audit.Kind == EventKind.Fault && audit.Reason == (byte)FaultReason.OutOfMemoryAtStart),
                $"in the trail, step {steps}");
            Assert.AreEqual((byte)BootReason.OutOfMemory, events.FindLast(audit => audit.Kind == EventKind.Boot)!.Reason, $"step {steps}");
        }
        Assert.IsGreaterThan(50, steps, "steps of a start");
    }

    [TestMethod]
    public void The_pause_between_starts_that_lack_memory_doubles_up_to_a_day()
    {
        TornFiles files = new();
        long before = 0;
        for (int i = 0; i < 12; i++)
        {
            Site site = new(files, 1);
            Assert.IsFalse(site.Start());
            long pauseMs = site.RunUntilReboot();
            long expectedMs = Math.Min(Supervisor.RebootMsMin << i, Supervisor.StartPauseMsMax);
            Assert.IsTrue(pauseMs >= expectedMs && pauseMs <= expectedMs + 5_000, $"start {i}: {pauseMs} ms");
            Assert.IsGreaterThanOrEqualTo(before, pauseMs);
            before = pauseMs;
        }
        Site works = new(files, 0);
        Assert.IsTrue(works.Start());
        AuditEvent fault = works.Events().Find(audit => audit.Kind == EventKind.Fault)!;
        Assert.AreEqual(12, FaultDetail.Starts(fault.Detail), "how many");
        Assert.AreEqual(0, FaultNote.FailedStarts(files.Read(FaultNote.FileName)), "the count begins again");
    }

    [TestMethod]
    public void A_start_that_cannot_be_noted_waits_a_day()
    {
        Site site = new(new TornFiles(), 1) { CanNote = false };
        Assert.IsFalse(site.Start());
        Assert.IsGreaterThanOrEqualTo(Supervisor.StartPauseMsMax, site.RunUntilReboot());
    }

    [TestMethod]
    public void The_light_of_a_lock_that_could_not_start_is_that_of_a_fault()
    {
        RigSignals signals = new();
        FaultLight light = new(signals);
        string slots = SignalTable.Of(Signal.Fault).Slots;
        for (int i = 0; i < 2 * slots.Length; i++)
        {
            light.Tick(i * SignalPattern.SlotMs);
            Assert.AreEqual(slots[i % slots.Length] == 'r', signals.IsRed, $"slot {i}");
            Assert.IsFalse(signals.IsGreen || signals.IsSounding, $"slot {i}");
        }
    }

    /// <summary>A lock whose memory is exhausted at one call of its files or its time while it starts; 0 for never.</summary>
    private sealed class Site : IFileStore, IUptime
    {
        private readonly DrivenRadioTime _time = new();
        private readonly int _starvedCall;
        private int _calls;
        private bool _isStarting;
        private EventRing? _ring;

        public Site(TornFiles files, int starvedCall)
        {
            Files = files;
            _starvedCall = starvedCall;
            Egress = new Egress(Door);
            Supervisor = new Supervisor(Egress, Board, 0);
        }

        public TornFiles Files { get; }

        public bool CanNote { get; init; } = true;

        public RigDoor Door { get; } = new();

        public RigBoard Board { get; } = new(256);

        public Egress Egress { get; }

        public Supervisor Supervisor { get; }

        public long Milliseconds => Step(_time.NowMs);

        /// <summary>Starts as the program of a device does.</summary>
        /// <returns>Whether the lock has started without a lack of memory.</returns>
        public bool Start()
        {
            VirtualAir air = new(_time);
            air.PowerOn();
            VirtualAir.Current = air;
            try
            {
                Supervisor.Files = CanNote ? Files : null;
                Supervisor.NoteEarlierStarts(Files.Read(FaultNote.FileName));
                _isStarting = true;
                _ring = new EventRing(this);
                LockParts parts = new(new SlottedRecords(this), _ring, Board, Egress, Board, LockRig.Secret(7))
                {
                    Files = this,
                    Faults = Supervisor.Lock,
                };
                _ = new Firmware(parts, this, "virtual", Supervisor);
                return !Supervisor.Lock.IsOutOfMemory;
            }
            catch (OutOfMemoryException exception)
            {
                Supervisor.Lock.Report(exception);
                return false;
            }
            finally
            {
                _isStarting = false;
                if (Supervisor.Lock.IsOutOfMemory)
                    Supervisor.Lock.End();
            }
        }

        /// <summary>Lets time pass for the supervisor and the way out.</summary>
        public long RunFor(long ms)
        {
            for (long end = _time.NowMs + ms; _time.NowMs < end;)
                Look();
            return _time.NowMs;
        }

        /// <summary>Lets time pass until the board is started again, and returns when that is.</summary>
        public long RunUntilReboot()
        {
            while (Board.RebootCount == 0 && _time.NowMs < 2 * Supervisor.StartPauseMsMax)
                Look();
            return _time.NowMs;
        }

        public List<AuditEvent> Events()
        {
            List<AuditEvent> events = [];
            byte[] record = new byte[AuditEvent.Size];
            for (uint sequence = _ring!.Oldest; sequence <= _ring.Head; sequence++)
            {
                _ring.Read(sequence, record, 0, 1);
                AuditEvent audit = new();
                Assert.IsTrue(audit.TryRead(record, 0));
                events.Add(audit);
            }
            return events;
        }

        public byte[]? Read(string name) => Step(true) ? Files.Read(name) : null;

        public bool Write(string name, byte[] content) => Step(true) && Files.Write(name, content);

        public bool Append(string name, byte[] content, int offset, int length) =>
            Step(true) && Files.Append(name, content, offset, length);

        public int ReadPart(string name, int position, byte[] target, int offset, int length) =>
            Step(true) ? Files.ReadPart(name, position, target, offset, length) : 0;

        public int Length(string name) => Step(true) ? Files.Length(name) : 0;

        public bool Delete(string name) => Step(true) && Files.Delete(name);

        private void Look()
        {
            _time.Advance(Supervisor.PollMs);
            Egress.Tick(_time.NowMs);
            Supervisor.Egress.Beat(_time.NowMs);
            Supervisor.Check(_time.NowMs);
        }

        private T Step<T>(T value)
        {
            if (_isStarting && ++_calls == _starvedCall)
                throw new OutOfMemoryException();
            return value;
        }
    }
}
