using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;

namespace LockFirmware.LockController.Door;

/// <summary>What the door contact says about who came: passages, doors held open, doors forced. Belongs to the lock's thread.</summary>
internal sealed class ContactWatch
{
    /// <summary>For how long a forced door alarms at least, also when it was closed again, ms.</summary>
    internal const long ForcedAlarmMsMin = 60_000;

    private const long MsPerSecond = 1000;

    private readonly DoorLog _log;
    private bool _isHeldOpenReported;
    private uint _visitorKeyId;
    private uint _openedByKeyId;
    private long _openedMs;
    private long _forcedMs;

    /// <summary>Starts with a door that stands as it stands; it was neither forced nor passed.</summary>
    internal ContactWatch(DoorLog log, bool isOpen, long uptimeMs)
    {
        _log = log;
        IsOpen = isOpen;
        _openedMs = uptimeMs;
    }

    /// <summary>Whether the door stands open.</summary>
    internal bool IsOpen { get; private set; }

    /// <summary>Whether it has stood open for half the time that is allowed.</summary>
    internal bool IsHeldOpenWarning { get; private set; }

    /// <summary>Whether it stands open for longer than is allowed.</summary>
    internal bool IsHeldOpenAlarm { get; private set; }

    /// <summary>Whether it was forced, until it is closed, a minute has passed or somebody is let in.</summary>
    internal bool IsForcedAlarm { get; private set; }

    /// <summary>Somebody is let in; who opens the door next is that visitor.</summary>
    /// <param name="keyId">0 for somebody who leaves.</param>
    internal void Expect(uint keyId)
    {
        _visitorKeyId = keyId;
        if (keyId != 0)
            IsForcedAlarm = false;
    }

    /// <summary>Looks at the contact.</summary>
    /// <param name="isOpen">What it says.</param>
    /// <param name="isLetIn">Whether the latch lets the door go, or did so a moment ago.</param>
    /// <param name="isHeld">Whether passage mode or a fire alarm allow the door to stand open.</param>
    /// <param name="heldOpenSeconds">How long it may stand open; 0 for ever.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    internal void Tick(bool isOpen, bool isLetIn, bool isHeld, int heldOpenSeconds, long uptimeMs)
    {
        bool wasOpen = IsOpen;
        IsOpen = isOpen;
        if (isOpen && !wasOpen)
            Opened(isLetIn, isHeld, uptimeMs);
        else if (!isOpen && wasOpen && _openedByKeyId != 0)
            _log.Record(EventKind.Passage, 0, _openedByKeyId, SecondsOpen(uptimeMs), uptimeMs);
        WatchHeldOpen(isOpen && !isHeld && heldOpenSeconds != 0, heldOpenSeconds, uptimeMs);
        if (!isOpen && uptimeMs - _forcedMs >= ForcedAlarmMsMin)
            IsForcedAlarm = false;
    }

    private void Opened(bool isLetIn, bool isHeld, long uptimeMs)
    {
        _openedMs = uptimeMs;
        _isHeldOpenReported = false;
        // Who presses the request-to-exit or unlocks while the door stands open did not open it.
        _openedByKeyId = isLetIn ? _visitorKeyId : 0;
        if (!isHeld)
            _visitorKeyId = 0;
        if (isLetIn)
            return;
        _forcedMs = uptimeMs;
        IsForcedAlarm = true;
        _log.Record(EventKind.Forced, 0, 0, 0, uptimeMs);
    }

    private void WatchHeldOpen(bool isWatched, int heldOpenSeconds, long uptimeMs)
    {
        uint seconds = SecondsOpen(uptimeMs);
        IsHeldOpenAlarm = isWatched && seconds >= heldOpenSeconds;
        IsHeldOpenWarning = isWatched && !IsHeldOpenAlarm && seconds * 2 >= heldOpenSeconds;
        if (!IsHeldOpenAlarm || _isHeldOpenReported)
            return;
        _isHeldOpenReported = true;
        _log.Record(EventKind.HeldOpen, 0, _openedByKeyId, seconds, uptimeMs);
    }

    private uint SecondsOpen(long uptimeMs) => (uint)((uptimeMs - _openedMs) / MsPerSecond);
}
