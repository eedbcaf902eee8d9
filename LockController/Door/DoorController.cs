using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Door;

/// <summary>
/// The wires of one door: what the lock wishes of the latch, and what contact, bolt sensor, housing, request-to-exit and fire
/// alarm tell the audit trail. The latch itself belongs to <see cref="Egress"/>. Belongs to the lock's thread; the properties
/// may be read by any.
/// </summary>
public sealed class DoorController : IDoorAlarms
{
    /// <summary>How long after the latch was secured an opening still counts as let in: the door was on its way, ms.</summary>
    public const long OpeningGraceMs = 2_000;

    private const byte Began = 1;
    private const byte Ended = 2;
    private const long MsPerSecond = 1000;

    private readonly Egress _egress;
    private readonly IDoorPort _port;
    private readonly DoorLog _log;
    private readonly LockMemory _memory;
    private readonly Latch _latch = new Latch();
    private readonly RelockWait _relockWait = new RelockWait();
    private readonly BoltWatch _bolt;
    private readonly ContactWatch _contact;
    private long _seenMs;
    private bool _isFire;
    private long _fireSinceMs;
    private bool _isHousingOpen;
    private long _housingOpenSinceMs;

    /// <summary>Takes over a door; the lock wishes the latch secured.</summary>
    public DoorController(Egress egress, DoorLog log, LockMemory memory, long uptimeMs)
    {
        _egress = egress;
        _port = egress.Port;
        _log = log;
        _memory = memory;
        _contact = new ContactWatch(log, _port.HasContact && _port.IsOpen, uptimeMs);
        _bolt = new BoltWatch(uptimeMs);
        _seenMs = uptimeMs;
    }

    /// <summary>Whether the latch is commanded to release, by the lock, the request-to-exit or the fire alarm.</summary>
    public bool IsReleased => _egress.IsReleased;

    /// <summary>Whether nothing but request-to-exit and fire alarm can release the latch until the board starts again.</summary>
    public bool HasFailed => _egress.IsOver;

    /// <summary>Whether passage mode is on.</summary>
    public bool IsHeld => _latch.IsHeld;

    /// <summary>Whether the door stands open.</summary>
    public bool IsOpen => _contact.IsOpen;

    /// <summary>Whether the door has stood open for half the time that is allowed.</summary>
    public bool IsHeldOpenWarning => _contact.IsHeldOpenWarning;

    /// <summary>Whether the door stands open for longer than is allowed.</summary>
    public bool IsHeldOpenAlarm => _contact.IsHeldOpenAlarm;

    /// <summary>Whether the door was forced: as long as it stands open, a minute at least, until somebody is let in.</summary>
    public bool IsForcedAlarm => _contact.IsForcedAlarm;

    /// <summary>Whether the bolt did not follow its last release, or does not follow its securing.</summary>
    public bool IsJammed => _bolt.IsStuckSecured || _bolt.IsStuckReleased;

    /// <summary>Whether the housing of a lock that has an identity is open.</summary>
    public bool IsTampered => _isHousingOpen && _memory.Identity.IsProvisioned;

    /// <summary>Whether the fire alarm holds the latch released.</summary>
    public bool IsFire => _egress.IsFire;

    /// <summary>Whether request-to-exit or fire alarm release the latch, whatever the lock wishes.</summary>
    public bool IsForcedFree(long uptimeMs) => _egress.IsForcedFree(uptimeMs);

    /// <summary>The door byte of Status.</summary>
    public DoorFlags Flags =>
        (IsReleased ? DoorFlags.Released : 0)
        | (IsOpen ? DoorFlags.Open : 0)
        | (IsJammed ? DoorFlags.Jammed : 0)
        | (IsHeldOpenAlarm ? DoorFlags.HeldOpen : 0)
        | (_isHousingOpen ? DoorFlags.HousingOpen : 0)
        | (IsFire ? DoorFlags.FireRelease : 0)
        | (_port.IsFailSafe ? DoorFlags.FailSafe : 0);

    /// <summary>Lets the holder of a key in.</summary>
    /// <returns>False when the bolt is known not to follow; it is told to release all the same.</returns>
    public bool Release(uint keyId, long uptimeMs)
    {
        _contact.Expect(keyId);
        _latch.Release(uptimeMs, _memory.Configuration.ReleaseMs);
        Drive(uptimeMs);
        return !_bolt.IsStuckSecured || _port.IsBoltReleased;
    }

    /// <summary>Starts passage mode.</summary>
    /// <returns>False when the bolt is known not to follow; it is told to release all the same.</returns>
    public bool Hold(uint keyId, long durationMs, long uptimeMs)
    {
        _contact.Expect(keyId);
        _latch.Hold(uptimeMs, durationMs);
        Drive(uptimeMs);
        return !_bolt.IsStuckSecured || _port.IsBoltReleased;
    }

    /// <summary>Ends passage mode.</summary>
    public void EndHold(long uptimeMs)
    {
        _latch.EndHold(uptimeMs);
        Drive(uptimeMs);
    }

    /// <summary>Secures the latch now, or where the configuration says so as soon as the door is closed.</summary>
    /// <returns>False when the bolt is known not to follow.</returns>
    public bool Secure(long uptimeMs)
    {
        _latch.Secure();
        Drive(uptimeMs);
        return !_bolt.IsStuckReleased || !_port.IsBoltReleased;
    }

    /// <summary>Looks at the wires and lets time pass. The latch is driven before anything is recorded.</summary>
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
        bool isLetIn = _egress.MsSinceReleased(_seenMs) < OpeningGraceMs;
        Drive(isOpen, uptimeMs);
        RecordFire(fires, uptimeMs);
        RecordPresses(uptimeMs);
        bool isHeld = _latch.IsHeld || IsFire;
        _contact.Tick(isOpen, isLetIn || IsReleased, isHeld, configuration.HeldOpenSeconds, uptimeMs);
        WatchBolt(uptimeMs);
        WatchHousing(uptimeMs);
        _seenMs = uptimeMs;
    }

    private void Drive(long uptimeMs) => Drive(_contact.IsOpen, uptimeMs);

    private void Drive(bool isOpen, long uptimeMs)
    {
        bool isGranted = _latch.IsReleased || _egress.IsForcedFree(uptimeMs);
        _relockWait.Tick(_memory.Configuration.RelockWhenClosed, isOpen, isGranted, uptimeMs);
        try
        {
            _egress.Wish(_latch.IsReleased || _relockWait.IsWaiting, uptimeMs);
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
            _contact.Expect(0);
            _log.Record(EventKind.RequestToExit, 0, 0, 1, uptimeMs);
        }
    }

    /// <summary>Passage mode has ended with the beginning: when the alarm is over the door is locked again.</summary>
    private void RecordFire(int begun, long uptimeMs)
    {
        for (; begun > 0; begun--)
        {
            if (_isFire)
                EndFire(uptimeMs);
            _isFire = true;
            _fireSinceMs = uptimeMs;
            _log.Record(EventKind.FireRelease, Began, 0, 0, uptimeMs);
        }
        if (_isFire && !IsFire)
            EndFire(uptimeMs);
    }

    private void EndFire(long uptimeMs)
    {
        _isFire = false;
        _log.Record(EventKind.FireRelease, Ended, 0, Seconds(_fireSinceMs, uptimeMs), uptimeMs);
    }

    private void WatchBolt(long uptimeMs)
    {
        if (!_port.HasBoltSensor)
            return;
        BoltVerdict verdict = _bolt.Tick(IsReleased, _port.IsBoltReleased, uptimeMs);
        if (verdict == BoltVerdict.TryAgain)
            _egress.TryAgain(uptimeMs);
        else if (verdict != BoltVerdict.Fine)
            _log.Record(EventKind.Jammed, (byte)verdict, 0, 0, uptimeMs);
    }

    private void WatchHousing(long uptimeMs)
    {
        bool isOpen = _port.IsHousingOpen;
        if (isOpen == _isHousingOpen)
            return;
        _isHousingOpen = isOpen;
        if (isOpen)
            _housingOpenSinceMs = uptimeMs;
        _log.Record(EventKind.Tamper, isOpen ? Began : Ended, 0, isOpen ? 0 : Seconds(_housingOpenSinceMs, uptimeMs), uptimeMs);
    }

    private static uint Seconds(long sinceMs, long uptimeMs) => (uint)((uptimeMs - sinceMs) / MsPerSecond);
}
