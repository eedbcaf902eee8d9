using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController;

/// <summary>The organs of a running lock, which its commands work on. Belongs to the lock's thread.</summary>
public sealed class LockCore
{
    private const long FloorSaveMs = 3_600_000;
    private const long RebootDelayMs = 30_000;

    // The hardware clock may drift from the uptime; a reboot in which it reads less than the floor would lose its trust.
    private const uint FloorMarginSeconds = 5;

    private readonly IHardwareClock _hardwareClock;
    private readonly IPower _power;
    private long _floorSavedMs;
    private long _rebootAtMs = -1;
    private BootReason _rebootReason;
    private bool _hasBootCount;

    internal LockCore(LockParts parts, long uptimeMs)
    {
        _hardwareClock = parts.Clock;
        _power = parts.Power;
        Memory = new LockMemory(parts.Records, parts.SetupSecret);
        bool hasNewIdentity = DeployedIdentity.TryTake(parts.Files, Memory, parts.SetupSecret);
        Clock.Start(Memory.State.Floor, Memory.State.FloorAgeSeconds, parts.Clock.Seconds, uptimeMs);
        Journal = new EventJournal(parts.Events, Clock, Memory);
        Refusals = new RefusalLog(Journal);
        DoorLog = new DoorLog(Journal);
        Door = new DoorController(parts.Door, DoorLog, Memory);
        Feedback = new LockFeedback(parts.Signals, Memory, new NoAlarms(), uptimeMs);
        _floorSavedMs = uptimeMs;
        BootReason reason = Memory.State.NextBootReason;
        TryCountBoot();
        Journal.Record(EventKind.Boot, (byte)reason, 0, FirmwareVersion.Packed, uptimeMs);
        if (hasNewIdentity)
            Journal.Record(EventKind.Provisioned, 0, 0, Memory.Identity.Generation, uptimeMs);
    }

    /// <summary>What the lock knows.</summary>
    public LockMemory Memory { get; }

    /// <summary>The lock's time.</summary>
    public LockClock Clock { get; } = new LockClock();

    /// <summary>The audit trail.</summary>
    public EventJournal Journal { get; }

    /// <summary>Refusals on their way into the trail.</summary>
    public RefusalLog Refusals { get; }

    /// <summary>Door events on their way into the trail.</summary>
    public DoorLog DoorLog { get; }

    /// <summary>The door.</summary>
    public DoorController Door { get; }

    /// <summary>Light and sound.</summary>
    public LockFeedback Feedback { get; }

    /// <summary>The state byte of Here and Status: bits 0..1 clock trust, 2 overlocked, 3 lockdown, 4 held open.</summary>
    public byte StateByte => (byte)((int)Clock.Trust | (Memory.State.Overlocked ? 4 : 0) | (Memory.State.Lockdown ? 8 : 0) | (Door.IsHeld ? 16 : 0));

    /// <summary>Sets the time that the facility gave, here and in the hardware.</summary>
    /// <returns>False when the new floor could not be written; the time then stays as it was.</returns>
    public bool SetTime(uint utc, long uptimeMs)
    {
        Memory.State.Floor = utc;
        Memory.State.FloorAgeSeconds = 0;
        if (!Memory.SaveState())
            return false;
        ClockTrust before = Clock.Trust;
        int step = Clock.Set(utc, uptimeMs);
        _hardwareClock.Set(utc);
        if (step != 0 || before != ClockTrust.Set)
            Journal.Record(EventKind.ClockSet, (byte)before, 0, (uint)step, uptimeMs);
        return true;
    }

    /// <summary>Starts the lock again as soon as the phone has gone, at the latest in 30 s.</summary>
    public void PlanReboot(BootReason reason, long uptimeMs)
    {
        _rebootAtMs = uptimeMs + RebootDelayMs;
        _rebootReason = reason;
    }

    /// <summary>The phone has gone: a planned reboot happens now.</summary>
    public void RebootIfPlanned(long uptimeMs)
    {
        if (_rebootAtMs >= 0)
            Reboot(_rebootReason, uptimeMs);
    }

    /// <summary>Starts the lock again now, with the latch secured and nothing lost.</summary>
    public void Reboot(BootReason reason, long uptimeMs)
    {
        _rebootAtMs = -1;
        try
        {
            Door.Secure(uptimeMs);
        }
        catch (System.Exception)
        {
            // A latch that cannot be driven falls shut with the reboot, which must come.
        }
        Refusals.Flush(uptimeMs);
        DoorLog.Flush(uptimeMs);
        Memory.State.NextBootReason = reason;
        SaveFloor(uptimeMs);
        _power.Reboot();
    }

    internal void FillEntropy(byte[] target) => _power.FillEntropy(target);

    internal void Tick(long uptimeMs)
    {
        try
        {
            Door.Tick(uptimeMs);
        }
        finally
        {
            Refusals.Tick(uptimeMs);
            DoorLog.Tick(uptimeMs);
            Journal.Settle();
            if (uptimeMs - _floorSavedMs >= FloorSaveMs)
                SaveFloor(uptimeMs);
            if (_rebootAtMs >= 0 && uptimeMs >= _rebootAtMs)
                Reboot(_rebootReason, uptimeMs);
            // Last: lights that fail must not keep anything else from happening.
            Feedback.Tick(uptimeMs);
        }
    }

    /// <summary>Brings the floor in the state up to now, to be written with it.</summary>
    internal void RaiseStateFloor(long uptimeMs)
    {
        uint now = Clock.Now(uptimeMs);
        uint floor = Clock.Trust == ClockTrust.Set && now > FloorMarginSeconds ? now - FloorMarginSeconds : now;
        if (floor > Memory.State.Floor)
            Memory.State.Floor = floor;
        Memory.State.FloorAgeSeconds = Clock.FloorAgeSeconds(uptimeMs);
    }

    /// <summary>Writes the floor as it stands now.</summary>
    internal bool SaveFloor(long uptimeMs)
    {
        _floorSavedMs = uptimeMs;
        RaiseStateFloor(uptimeMs);
        return Memory.SaveState();
    }

    /// <summary>Counts this boot, unless it is counted; without that there are no challenges.</summary>
    /// <returns>Whether it is counted and written.</returns>
    internal bool TryCountBoot()
    {
        if (_hasBootCount)
            return true;
        Memory.State.BootCount++;
        Memory.State.NextBootReason = BootReason.Power;
        _hasBootCount = Memory.SaveState();
        return _hasBootCount;
    }
}
