using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;

namespace LockFirmware.LockController.Door;

/// <summary>
/// Follows the door contact: records who passed, doors held open and doors forced. Belongs to the lock's thread.
/// </summary>
internal sealed class ContactWatch
{
    /// <summary>The shortest alarm of a forced door, ms; it lasts as long when the door is closed before.</summary>
    internal const long ForcedAlarmMsMin = 60_000;

    private const long MsPerSecond = 1000;
    private const long Never = -1;

    private readonly DoorLog _log;
    private bool _isHeldOpenReported;
    private uint _visitorKeyId;
    private uint _openedByKeyId;
    private long _openedMs;
    private long _forcedMs = Never;

    /// <summary>Starts with the door as it is; an open one counts neither as forced nor as opened by somebody.</summary>
    internal ContactWatch(DoorLog log, bool isOpen, long uptimeMs)
    {
        _log = log;
        State = isOpen ? DoorState.Open : DoorState.Closed;
        _openedMs = uptimeMs;
    }

    /// <summary>The state of the door.</summary>
    internal DoorState State { get; private set; }

    /// <summary>Whether the door is open.</summary>
    internal bool IsOpen => State != DoorState.Closed;

    /// <summary>Whether the alarm of a forced door lasts: until the door is closed and a minute has passed, or a key is admitted.</summary>
    internal bool IsForcedAlarm => _forcedMs != Never;

    /// <summary>Notes who was admitted: the next opening is by this visitor.</summary>
    /// <param name="keyId">0 for somebody who leaves.</param>
    internal void ExpectVisitor(uint keyId)
    {
        _visitorKeyId = keyId;
        if (keyId != 0)
            _forcedMs = Never;
    }

    /// <summary>Updates the state and records what happened.</summary>
    /// <param name="isOpen">What the contact shows.</param>
    /// <param name="isAdmitted">Whether the latch is released, or was a moment ago.</param>
    /// <param name="mayStandOpen">Whether passage mode or a fire alarm allow the door to be open.</param>
    /// <param name="heldOpenSeconds">How long it may be open otherwise; 0 for ever.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    internal void Tick(bool isOpen, bool isAdmitted, bool mayStandOpen, int heldOpenSeconds, long uptimeMs)
    {
        if (isOpen && !IsOpen)
            RecordOpening(isAdmitted, mayStandOpen, uptimeMs);
        else if (!isOpen && IsOpen && _openedByKeyId != 0)
            _log.Record(EventKind.Passage, 0, _openedByKeyId, SecondsOpen(uptimeMs), uptimeMs);
        State = Next(isOpen, mayStandOpen || heldOpenSeconds == 0, heldOpenSeconds, SecondsOpen(uptimeMs));
        if (State == DoorState.HeldOpen && !_isHeldOpenReported)
        {
            _isHeldOpenReported = true;
            _log.Record(EventKind.HeldOpen, 0, _openedByKeyId, SecondsOpen(uptimeMs), uptimeMs);
        }
        if (!isOpen && uptimeMs - _forcedMs >= ForcedAlarmMsMin)
            _forcedMs = Never;
    }

    private static DoorState Next(bool isOpen, bool mayStandOpen, int heldOpenSeconds, uint seconds)
    {
        if (!isOpen)
            return DoorState.Closed;
        if (mayStandOpen || seconds * 2 < heldOpenSeconds)
            return DoorState.Open;
        return seconds < heldOpenSeconds ? DoorState.OpenWarning : DoorState.HeldOpen;
    }

    private void RecordOpening(bool isAdmitted, bool mayStandOpen, long uptimeMs)
    {
        _openedMs = uptimeMs;
        _isHeldOpenReported = false;
        // A press of the request-to-exit or an unlock while the door is already open did not open it.
        _openedByKeyId = isAdmitted ? _visitorKeyId : 0;
        if (!mayStandOpen)
            _visitorKeyId = 0;
        if (isAdmitted)
            return;
        _forcedMs = uptimeMs;
        _log.Record(EventKind.Forced, 0, 0, 0, uptimeMs);
    }

    private uint SecondsOpen(long uptimeMs) => (uint)((uptimeMs - _openedMs) / MsPerSecond);
}
