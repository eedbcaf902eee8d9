using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Door;

/// <summary>
/// Runs one door: tells <see cref="Egress"/> what the lock demands of the latch, and records what contact, bolt sensor, housing,
/// request-to-exit and fire alarm report. Belongs to the lock's thread; any thread may read the properties.
/// </summary>
public sealed class DoorController : IDoorAlarms
{
    /// <summary>How long after the latch was secured an opening still counts as admitted, ms: the hand was on the door already.</summary>
    public const long OpeningGraceMs = 2_000;

    private const byte Began = 1;
    private const byte Ended = 2;
    private const long MsPerSecond = 1000;
    private const long Never = -1;

    private readonly Egress _egress;
    private readonly IDoorPort _port;
    private readonly DoorLog _log;
    private readonly LockMemory _memory;
    private readonly Latch _latch = new Latch();
    private readonly RelockWait _relockWait = new RelockWait();
    private readonly BoltWatch _bolt;
    private readonly ContactWatch _contact;
    private long _tickedMs;
    private long _fireSinceMs = Never;
    private long _housingOpenSinceMs = Never;

    /// <summary>Takes over a door; the lock demands that the latch is secured.</summary>
    /// <param name="egress">Owns the latch output.</param>
    /// <param name="log">Receives the events of the door.</param>
    /// <param name="memory">Holds the configuration; only read.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public DoorController(Egress egress, DoorLog log, LockMemory memory, long uptimeMs)
    {
        _egress = egress;
        _port = egress.Port;
        _log = log;
        _memory = memory;
        _contact = new ContactWatch(log, _port.HasContact && _port.IsOpen, uptimeMs);
        _bolt = new BoltWatch(uptimeMs);
        _tickedMs = uptimeMs;
    }

    /// <summary>What the contact shows, and for how long.</summary>
    public DoorState State => _contact.State;

    /// <summary>Whether the latch is commanded to release, by the lock, the request-to-exit or the fire alarm.</summary>
    public bool IsReleased => _egress.IsReleased;

    /// <summary>Whether only request-to-exit and fire alarm can release the latch until the board starts again.</summary>
    public bool HasFailed => _egress.IsDemandDisabled;

    /// <summary>Whether passage mode is on.</summary>
    public bool IsHeld => _latch.IsHeld;

    /// <summary>Whether the door is open.</summary>
    public bool IsOpen => _contact.IsOpen;

    /// <summary>Whether the door has been open for half of the time that is allowed.</summary>
    public bool IsHeldOpenWarning => State == DoorState.OpenWarning;

    /// <summary>Whether the door has been open for longer than is allowed.</summary>
    public bool IsHeldOpenAlarm => State == DoorState.HeldOpen;

    /// <summary>Whether the door was forced: while it is open, for a minute at least, until a key is admitted.</summary>
    public bool IsForcedAlarm => _contact.IsForcedAlarm;

    /// <summary>Whether the bolt did not follow its last release, or does not follow its securing.</summary>
    public bool IsJammed => _bolt.Fault != BoltFault.None;

    /// <summary>Whether the housing of a lock that has an identity is open.</summary>
    public bool IsTampered => IsHousingOpen && _memory.Identity.IsProvisioned;

    /// <summary>Whether the fire alarm releases the latch.</summary>
    public bool IsFire => _egress.IsFire;

    /// <summary>Whether request-to-exit or fire alarm release the latch, whatever the lock demands.</summary>
    public bool IsReleasedByInput(long uptimeMs) => _egress.IsReleasedByInput(uptimeMs);

    /// <summary>The door byte of Status.</summary>
    public DoorFlags Flags =>
        (IsReleased ? DoorFlags.Released : 0)
        | (IsOpen ? DoorFlags.Open : 0)
        | (IsJammed ? DoorFlags.Jammed : 0)
        | (IsHeldOpenAlarm ? DoorFlags.HeldOpen : 0)
        | (IsHousingOpen ? DoorFlags.HousingOpen : 0)
        | (IsFire ? DoorFlags.FireRelease : 0)
        | (_port.IsFailSafe ? DoorFlags.FailSafe : 0);

    private bool IsHousingOpen => _housingOpenSinceMs != Never;

    /// <summary>Releases the latch for an admitted key, for the configured time.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when the bolt did not follow its last release; it is commanded to release all the same.</returns>
    public bool Release(uint keyId, long uptimeMs)
    {
        _contact.ExpectVisitor(keyId);
        _latch.Release(uptimeMs, _memory.Configuration.ReleaseMs);
        Drive(_contact.IsOpen, uptimeMs);
        return !_bolt.IsStuckSecured || _port.IsBoltReleased;
    }

    /// <summary>Starts passage mode.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="durationMs">How long, ms.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when the bolt did not follow its last release; it is commanded to release all the same.</returns>
    public bool Hold(uint keyId, long durationMs, long uptimeMs)
    {
        _contact.ExpectVisitor(keyId);
        _latch.Hold(uptimeMs, durationMs);
        Drive(_contact.IsOpen, uptimeMs);
        return !_bolt.IsStuckSecured || _port.IsBoltReleased;
    }

    /// <summary>How long passage mode still lasts, ms; only while it is on.</summary>
    public long HoldLeftMs(long uptimeMs) => _latch.HoldLeftMs(uptimeMs);

    /// <summary>Ends passage mode.</summary>
    public void EndHold(long uptimeMs)
    {
        _latch.EndHold(uptimeMs);
        Drive(_contact.IsOpen, uptimeMs);
    }

    /// <summary>Secures the latch now, or, where the configuration says so, as soon as the door is closed.</summary>
    /// <returns>False when the bolt does not follow its securing.</returns>
    public bool Secure(long uptimeMs)
    {
        _latch.Secure();
        Drive(_contact.IsOpen, uptimeMs);
        return !_bolt.IsStuckReleased || !_port.IsBoltReleased;
    }

    /// <summary>Reads the wires, drives the latch, and then records what happened.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Tick(long uptimeMs)
    {
        LockConfiguration configuration = _memory.Configuration;
        _egress.ReleaseMs = configuration.ReleaseMs;
        _egress.Tick(uptimeMs);
        _latch.Tick(uptimeMs);
        bool isOpen = _port.HasContact && _port.IsOpen;
        if (!isOpen && _contact.IsOpen && configuration.RelockOnClose)
        {
            _latch.EndRelease(uptimeMs);
            _egress.EndExit();
        }
        int fires = _egress.TakeFires();
        if (fires > 0)
            _latch.Secure();
        bool wasReleased = _egress.MsSinceReleased(_tickedMs) < OpeningGraceMs;
        Drive(isOpen, uptimeMs);
        RecordFires(fires, uptimeMs);
        RecordPresses(uptimeMs);
        bool mayStandOpen = _latch.IsHeld || IsFire;
        _contact.Tick(isOpen, wasReleased || IsReleased, mayStandOpen, configuration.HeldOpenSeconds, uptimeMs);
        WatchBolt(uptimeMs);
        WatchHousing(uptimeMs);
        _tickedMs = uptimeMs;
    }

    private void Drive(bool isOpen, long uptimeMs)
    {
        bool isGranted = _latch.IsReleased || _egress.IsReleasedByInput(uptimeMs);
        _relockWait.Tick(_memory.Configuration.RelockWhenClosed, isOpen, isGranted, uptimeMs);
        try
        {
            _egress.SetDemand(_latch.IsReleased || _relockWait.IsWaiting, uptimeMs);
        }
        catch (System.Exception)
        {
            _latch.Secure();
            throw;
        }
    }

    private void RecordPresses(long uptimeMs)
    {
        for (int presses = _egress.TakePresses(); presses > 0; presses--)
        {
            _contact.ExpectVisitor(0);
            _log.Record(EventKind.RequestToExit, 0, 0, 1, uptimeMs);
        }
    }

    /// <summary>Records begin and end of fire alarms. The begin has ended passage mode, so the door is locked after the end.</summary>
    private void RecordFires(int begun, long uptimeMs)
    {
        for (; begun > 0; begun--)
        {
            if (_fireSinceMs != Never)
                RecordEndOfFire(uptimeMs);
            _fireSinceMs = uptimeMs;
            _log.Record(EventKind.FireRelease, Began, 0, 0, uptimeMs);
        }
        if (_fireSinceMs != Never && !IsFire)
            RecordEndOfFire(uptimeMs);
    }

    private void RecordEndOfFire(long uptimeMs)
    {
        uint seconds = Seconds(_fireSinceMs, uptimeMs);
        _fireSinceMs = Never;
        _log.Record(EventKind.FireRelease, Ended, 0, seconds, uptimeMs);
    }

    private void WatchBolt(long uptimeMs)
    {
        if (!_port.HasBoltSensor)
            return;
        BoltVerdict verdict = _bolt.Tick(IsReleased, _port.IsBoltReleased, uptimeMs);
        if (verdict == BoltVerdict.Retry)
            _egress.RetryDrive(uptimeMs);
        else if (verdict != BoltVerdict.Fine)
            _log.Record(EventKind.Jammed, (byte)verdict, 0, 0, uptimeMs);
    }

    private void WatchHousing(long uptimeMs)
    {
        bool isOpen = _port.IsHousingOpen;
        if (isOpen == IsHousingOpen)
            return;
        uint seconds = isOpen ? 0 : Seconds(_housingOpenSinceMs, uptimeMs);
        _housingOpenSinceMs = isOpen ? uptimeMs : Never;
        _log.Record(EventKind.Tamper, isOpen ? Began : Ended, 0, seconds, uptimeMs);
    }

    private static uint Seconds(long sinceMs, long uptimeMs) => (uint)((uptimeMs - sinceMs) / MsPerSecond);
}
