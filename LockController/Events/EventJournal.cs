using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController.Events;

/// <summary>
/// Writes the audit trail (docs/protocol.md, 7): stamps each event with the lock's time, makes room in a full ring and
/// says what had to go. Belongs to the lock's thread.
/// </summary>
public sealed class EventJournal
{
    private readonly IEventStore _store;
    private readonly LockClock _clock;
    private readonly LockMemory _memory;
    private readonly AuditEvent _event = new AuditEvent();
    private readonly byte[] _record = new byte[AuditEvent.Size];
    private uint _firstLost;
    private uint _lostCount;

    /// <summary>Opens the trail.</summary>
    public EventJournal(IEventStore store, LockClock clock, LockMemory memory)
    {
        _store = store;
        _clock = clock;
        _memory = memory;
    }

    /// <summary>Sequence number of the newest event; 0 before the first.</summary>
    public uint Head => _store.Head;

    /// <summary>Sequence number of the oldest event that is still there.</summary>
    public uint Oldest => _store.Oldest;

    /// <summary>Records an event.</summary>
    /// <param name="kind">What happened; it says what the rest means.</param>
    /// <param name="reason">See the kind.</param>
    /// <param name="keyId">See the kind.</param>
    /// <param name="detail">See the kind.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when it could not be written.</returns>
    public bool Record(EventKind kind, byte reason, uint keyId, uint detail, long uptimeMs)
    {
        try
        {
            return MakeRoom(uptimeMs) && Append(kind, reason, keyId, detail, uptimeMs);
        }
        catch (System.Exception)
        {
            // A store that throws must not keep the lock from starting, nor the door from being secured.
            return false;
        }
    }

    /// <summary>Copies events for a batch.</summary>
    /// <param name="first">The first one wanted; the oldest is taken where it is gone.</param>
    /// <param name="target">Receives 16 bytes each.</param>
    /// <param name="offset">Where the first one goes.</param>
    /// <param name="countMax">At most so many.</param>
    /// <param name="firstRead">The first one copied.</param>
    /// <returns>How many were copied; 0 beyond the newest.</returns>
    public int Read(uint first, byte[] target, int offset, int countMax, out uint firstRead)
    {
        firstRead = first < _store.Oldest ? _store.Oldest : first;
        return _store.Read(firstRead, target, offset, countMax);
    }

    /// <summary>Gives the store the time that it needs now and then.</summary>
    public void Settle() => _store.Settle();

    private bool MakeRoom(long uptimeMs)
    {
        if (!_store.HasRoom)
        {
            uint first = _store.Oldest;
            int count = _store.DropOldest();
            if (count == 0)
                return false;
            NoteLoss(first + (uint)count - 1);
        }
        if (_lostCount == 0)
            return true;
        if (!Append(EventKind.EventsDropped, 0, _firstLost, _lostCount, uptimeMs))
            return false;
        _lostCount = 0;
        return true;
    }

    /// <summary>
    /// Remembers what the facility lacks of the events that went, until it stands in the trail itself. All that was ever lost
    /// counts: an earlier record of this kind may have been overwritten, or cut off by a loss of power.
    /// </summary>
    private void NoteLoss(uint last)
    {
        uint synced = _memory.State.Synced;
        if (synced >= last)
            return;
        _firstLost = synced + 1;
        _lostCount = last - synced;
    }

    private bool Append(EventKind kind, byte reason, uint keyId, uint detail, long uptimeMs)
    {
        _event.Time = _clock.Now(uptimeMs);
        _event.Trust = _clock.Trust;
        _event.Kind = kind;
        _event.Reason = reason;
        _event.KeyId = keyId;
        _event.Detail = detail;
        _event.WriteTo(_record, 0);
        return _store.Append(_record);
    }
}
