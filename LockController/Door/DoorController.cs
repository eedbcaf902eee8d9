using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController.Door;

/// <summary>
/// Latch, door contact and request-to-exit of one door, and what they tell the audit trail. The request-to-exit
/// releases always, also without identity. Belongs to the lock's thread.
/// </summary>
public sealed class DoorController
{
    /// <summary>How long after the latch was secured an opening still counts as let in: the door was on its way, ms.</summary>
    public const long OpeningGraceMs = 2_000;

    private const long MsPerSecond = 1000;

    private readonly IDoorPort _port;
    private readonly DoorLog _log;
    private readonly LockMemory _memory;
    private readonly Latch _latch = new Latch();
    private bool _isDriven;
    private bool _wasOpen;
    private bool _wasRequestToExit;
    private bool _isHeldOpenReported;
    private uint _visitorKeyId;
    private uint _openedByKeyId;
    private long _releasedMs = -OpeningGraceMs;
    private long _openedMs;

    /// <summary>Takes over a door; the latch is secured.</summary>
    public DoorController(IDoorPort port, DoorLog log, LockMemory memory)
    {
        _port = port;
        _log = log;
        _memory = memory;
        _wasOpen = port.IsOpen;
        port.DriveLatch(false);
    }

    /// <summary>Whether the latch is released.</summary>
    public bool IsReleased => _latch.IsReleased;

    /// <summary>Whether passage mode is on.</summary>
    public bool IsHeld => _latch.IsHeld;

    /// <summary>Whether the door stands open.</summary>
    public bool IsOpen => _wasOpen;

    /// <summary>Lets the holder of a key in.</summary>
    public void Release(uint keyId, long uptimeMs)
    {
        _visitorKeyId = keyId;
        _latch.Release(uptimeMs, _memory.Configuration.ReleaseMs);
        Drive(uptimeMs);
    }

    /// <summary>Starts passage mode.</summary>
    public void Hold(uint keyId, long durationMs, long uptimeMs)
    {
        _visitorKeyId = keyId;
        _latch.Hold(uptimeMs, durationMs);
        Drive(uptimeMs);
    }

    /// <summary>Ends passage mode.</summary>
    public void EndHold(long uptimeMs)
    {
        _latch.EndHold(uptimeMs);
        Drive(uptimeMs);
    }

    /// <summary>Secures the latch now.</summary>
    public void Secure(long uptimeMs)
    {
        _latch.Secure();
        Drive(uptimeMs);
    }

    /// <summary>Looks at the wires and lets time pass.</summary>
    public void Tick(long uptimeMs)
    {
        bool isRequestToExit = _port.IsRequestToExit;
        if (isRequestToExit)
        {
            _latch.Release(uptimeMs, _memory.Configuration.ReleaseMs);
            if (!_wasRequestToExit)
            {
                _visitorKeyId = 0;
                Drive(uptimeMs);
                _log.Record(EventKind.RequestToExit, 0, 1, uptimeMs);
            }
        }
        _wasRequestToExit = isRequestToExit;
        _latch.Tick(uptimeMs);
        Drive(uptimeMs);
        if (_port.HasContact)
            WatchContact(_port.IsOpen, uptimeMs);
    }

    private void WatchContact(bool isOpen, long uptimeMs)
    {
        if (isOpen && !_wasOpen)
        {
            _openedMs = uptimeMs;
            _isHeldOpenReported = false;
            bool isLetIn = _latch.IsReleased || uptimeMs - _releasedMs < OpeningGraceMs;
            // Who presses the request-to-exit or unlocks while the door stands open did not open it.
            _openedByKeyId = isLetIn ? _visitorKeyId : 0;
            if (!_latch.IsHeld)
                _visitorKeyId = 0;
            if (!isLetIn)
                _log.Record(EventKind.Forced, 0, 0, uptimeMs);
        }
        else if (!isOpen && _wasOpen)
        {
            Closed(uptimeMs);
        }
        else if (isOpen)
        {
            int heldOpenSeconds = _memory.Configuration.HeldOpenSeconds;
            uint seconds = SecondsOpen(uptimeMs);
            if (heldOpenSeconds != 0 && !_isHeldOpenReported && !_latch.IsHeld && seconds >= heldOpenSeconds)
            {
                _isHeldOpenReported = true;
                _log.Record(EventKind.HeldOpen, _openedByKeyId, seconds, uptimeMs);
            }
        }
        _wasOpen = isOpen;
    }

    private void Closed(long uptimeMs)
    {
        if (_openedByKeyId != 0)
            _log.Record(EventKind.Passage, _openedByKeyId, SecondsOpen(uptimeMs), uptimeMs);
        if (_memory.Configuration.RelockOnClose)
        {
            _latch.EndRelease(uptimeMs);
            Drive(uptimeMs);
        }
    }

    private uint SecondsOpen(long uptimeMs) => (uint)((uptimeMs - _openedMs) / MsPerSecond);

    private void Drive(long uptimeMs)
    {
        bool released = _latch.IsReleased;
        if (released != _isDriven)
            DrivePort(released);
        if (released)
            _releasedMs = uptimeMs;
    }

    /// <summary>A port that throws has done nobody knows what: it is told to secure until it has.</summary>
    private void DrivePort(bool released)
    {
        _isDriven = true;
        try
        {
            _port.DriveLatch(released);
            _isDriven = released;
        }
        catch (System.Exception)
        {
            _latch.Secure();
            throw;
        }
    }
}
