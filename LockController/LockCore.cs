using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Boot;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController;

/// <summary>The organs of a running lock, which its commands work on. Belongs to the lock's thread.</summary>
public sealed class LockCore
{
    /// <summary>A key with right Provision has reset the lock.</summary>
    public const byte ResetByKey = 1;

    /// <summary>The button inside the housing has.</summary>
    public const byte ResetByButton = 2;

    /// <summary>A storage that could not be read is read again after this time, and each time after twice as long, ms.</summary>
    public const long ReadAgainMsMin = 60_000;

    private const long ReadAgainMsMax = 86_400_000;
    private const long FloorSaveMs = 3_600_000;
    private const long RebootDelayMs = 30_000;

    // The hardware clock may drift from the uptime; a reboot in which it reads less than the floor would lose its trust.
    private const uint FloorMarginSeconds = 5;

    private readonly IHardwareClock _hardwareClock;
    private readonly IPower _power;
    private readonly IDoorPort _port;
    private readonly ResetButton _resetButton = new ResetButton();
    private long _floorSavedMs;
    private long _readAgainMs = -1;
    private long _readAgainAfterMs = ReadAgainMsMin;
    private long _rebootAtMs = -1;
    private BootReason _rebootReason;
    private readonly bool _isStorageEmpty;
    private bool _hasBootCount;
    private uint _bootCount;

    internal LockCore(LockParts parts, long uptimeMs)
    {
        _hardwareClock = parts.Clock;
        _power = parts.Power;
        FaultSink = parts.Faults;
        Memory = new LockMemory(parts.Records, parts.SetupSecret, parts.Faults);
        Memory.NoteTrail(parts.Events.IsTooNew);
        Clock.Start(Memory.State.Floor, Memory.State.FloorAgeSeconds, parts.Clock.Seconds, uptimeMs);
        Journal = new EventJournal(parts.Events, Clock, Memory, parts.Faults);
        DeployedIdentity.TryTake(parts.Files, Memory, Journal, parts.SetupSecret, uptimeMs);
        Refusals = new RefusalLog(Journal);
        DoorLog = new DoorLog(Journal);
        Door = new DoorController(parts.Egress, DoorLog, Memory, uptimeMs);
        _port = parts.Egress.Port;
        Feedback = new LockFeedback(parts.Signals, Memory, Door, uptimeMs);
        _floorSavedMs = uptimeMs;
        BeginBoot(parts.Files, uptimeMs);
        _isStorageEmpty = parts.IsStorageEmpty && !Memory.Identity.IsProvisioned;
        if (_isStorageEmpty)
            Journal.Record(EventKind.Fault, (byte)FaultReason.Storage, 0, 0, uptimeMs);
    }

    /// <summary>Counts the exceptions that the lock survives; null for nobody.</summary>
    public IFaultSink? FaultSink { get; }

    /// <summary>Brings what the threads survive into the trail; null where nobody counts it.</summary>
    public FaultReport? Faults { get; set; }

    /// <summary>The number of this boot; 0 before it is counted.</summary>
    public uint BootCount => _bootCount;

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

    /// <summary>The state byte of Here and Status.</summary>
    public byte StateByte => KeyCrypto.StateByte.Pack(Clock.Trust, Memory.State.Overlocked, Memory.State.Lockdown, Door.IsHeld);

    /// <summary>Sets the time that the facility gave, here and in the hardware.</summary>
    /// <returns>False when the new floor could not be written; the time then stays as it was.</returns>
    public bool SetTime(uint utc, long uptimeMs)
    {
        if (!Journal.Flush(uptimeMs))
            return false;
        ClockTrust before = Clock.Trust;
        uint step = utc - Clock.Now(uptimeMs);
        if (step != 0 || before != ClockTrust.Set)
            Journal.Enqueue(EventKind.ClockSet, (byte)before, 0, step, utc, ClockTrust.Set);
        Memory.State.Floor = utc;
        Memory.State.FloorAgeSeconds = 0;
        if (!Memory.SaveState())
            return false;
        Clock.Set(utc, uptimeMs);
        _hardwareClock.Set(utc);
        Journal.Flush(uptimeMs);
        return true;
    }

    /// <summary>Starts the lock again as soon as the phone has gone, at the latest in 30 s.</summary>
    public void PlanReboot(BootReason reason, long uptimeMs)
    {
        _rebootAtMs = uptimeMs + RebootDelayMs;
        _rebootReason = reason;
    }

    /// <summary>The phone has gone: a planned reboot happens now, or when no fire alarm holds the latch any more.</summary>
    public void RebootIfPlanned(long uptimeMs)
    {
        if (_rebootAtMs >= 0 && !Door.IsFire)
            Reboot(_rebootReason, uptimeMs);
    }

    /// <summary>Gives the identity up and starts again; what was recorded and the generations that were stay.</summary>
    /// <param name="setupSecret">What admits the next Provision, 32 bytes.</param>
    /// <param name="reason">Of the Reset event: <see cref="ResetByKey"/> or <see cref="ResetByButton"/>.</param>
    /// <param name="keyId">The key; 0 for none.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when nothing was done, because it could not be written.</returns>
    public bool GiveUpIdentity(byte[] setupSecret, byte reason, uint keyId, long uptimeMs)
    {
        if (!Journal.Flush(uptimeMs))
            return false;
        ushort generation = Memory.Identity.Generation;
        Memory.Identity.GiveUp(setupSecret);
        Memory.Await(null);
        Journal.Enqueue(EventKind.Reset, reason, keyId, generation, uptimeMs);
        if (!Memory.SaveAll())
            return false;
        Journal.Flush(uptimeMs);
        Door.Secure(uptimeMs);
        PlanReboot(BootReason.IdentityChanged, uptimeMs);
        return true;
    }

    /// <summary>Starts the lock again now, with the latch secured and nothing lost.</summary>
    public void Reboot(BootReason reason, long uptimeMs)
    {
        _rebootAtMs = -1;
        try
        {
            Door.Secure(uptimeMs);
        }
        catch (System.Exception exception)
        {
            // A latch that cannot be driven falls shut with the reboot, which must come.
            FaultSink?.Report(exception);
        }
        Refusals.Flush(uptimeMs);
        DoorLog.Flush(uptimeMs);
        if (Faults != null)
            Faults.Flush(uptimeMs);
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
            Faults?.Tick(uptimeMs);
            Journal.Compact();
            ReadAgain(uptimeMs);
            if (uptimeMs - _floorSavedMs >= FloorSaveMs)
                SaveFloor(uptimeMs);
            if (_resetButton.Tick(_port.IsResetPressed, uptimeMs))
                ResetByButtonInside(uptimeMs);
            if (_rebootAtMs >= 0 && uptimeMs >= _rebootAtMs)
                RebootIfPlanned(uptimeMs);
            Feedback.IsResetting = MayResetByButton && _port.IsResetPressed;
            Feedback.HasFailed = _isStorageEmpty || !_hasBootCount || Door.HasFailed;
            ShowFeedback(uptimeMs);
        }
    }

    /// <summary>What a storage that fails for a while has lost is there again when it works; reading costs flash, so ever more seldom.</summary>
    private void ReadAgain(long uptimeMs)
    {
        if (!Memory.IsDamaged)
        {
            _readAgainMs = -1;
            _readAgainAfterMs = ReadAgainMsMin;
        }
        else if (_readAgainMs < 0)
        {
            _readAgainMs = uptimeMs + _readAgainAfterMs;
        }
        else if (uptimeMs >= _readAgainMs)
        {
            Memory.Restore();
            _readAgainAfterMs = _readAgainAfterMs * 2 > ReadAgainMsMax ? ReadAgainMsMax : _readAgainAfterMs * 2;
            _readAgainMs = uptimeMs + _readAgainAfterMs;
        }
    }

    /// <summary>Lights that fail keep nothing else from happening.</summary>
    private void ShowFeedback(long uptimeMs)
    {
        try
        {
            Feedback.Tick(uptimeMs);
        }
        catch (System.Exception exception)
        {
            FaultSink?.Report(exception);
        }
    }

    private bool MayResetByButton => Memory.Configuration.ResetButton && Memory.Identity.IsProvisioned && !Memory.IsDamaged;

    /// <summary>The setup secret in force stays, which only the same facility knows: who opens the housing cannot take the lock over.</summary>
    private void ResetByButtonInside(long uptimeMs)
    {
        if (MayResetByButton && GiveUpIdentity(Memory.Identity.SetupSecret, ResetByButton, 0, uptimeMs))
            RebootIfPlanned(uptimeMs);
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

    /// <summary>What the last life still owed comes first; what the supervisor noted in it, and the boot's own event, go with the boot's count.</summary>
    private void BeginBoot(IFileStore? files, long uptimeMs)
    {
        byte reason = (byte)Memory.State.NextBootReason;
        byte[]? note = files == null ? null : files.Read(FaultNote.FileName);
        bool hasFault = FaultNote.TryRead(note, Memory.State.BootCount, out FaultReason fault, out uint detail);
        if (hasFault)
            reason = (byte)(fault == FaultReason.OutOfMemory ? BootReason.OutOfMemory : BootReason.Supervisor);
        bool isOwed = Journal.Flush(uptimeMs);
        if (isOwed && hasFault)
            Journal.Enqueue(EventKind.Fault, (byte)fault, 0, detail, uptimeMs);
        if (isOwed)
            Journal.Enqueue(EventKind.Boot, reason, 0, FirmwareVersion.Packed, uptimeMs);
        bool isTold = TryCountBoot() && isOwed;
        if (isTold)
        {
            Journal.Flush(uptimeMs);
        }
        else
        {
            isTold = !hasFault || Journal.Record(EventKind.Fault, (byte)fault, 0, detail, uptimeMs);
            Journal.Record(EventKind.Boot, reason, 0, FirmwareVersion.Packed, uptimeMs);
        }
        if (note == null)
            return;
        if (isTold)
            files!.Delete(FaultNote.FileName);
        else
            KeepNote(files!, note, fault, detail);
    }

    /// <summary>A fault that could not be recorded is noted for the next start too.</summary>
    private void KeepNote(IFileStore files, byte[] note, FaultReason fault, uint detail)
    {
        FaultNote.Write(note, fault, detail, Memory.State.BootCount);
        files.Write(FaultNote.FileName, note);
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
        if (_hasBootCount)
            _bootCount = Memory.State.BootCount;
        return _hasBootCount;
    }
}
