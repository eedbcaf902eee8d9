using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Events;

/// <summary>
/// Writes the audit trail (docs/protocol.md, 7): gives each event the lock's time, makes room when the store is full, and records
/// which events were lost for it. Belongs to the lock's thread.
/// </summary>
public sealed class EventJournal
{
    private readonly IEventStore _store;
    private readonly LockClock _clock;
    private readonly LockMemory _memory;
    private readonly IFaultSink? _faults;
    private readonly AuditEvent _event = new AuditEvent();
    private readonly byte[] _record = new byte[AuditEvent.Size];
    private uint _firstLost;
    private uint _lostCount;

    /// <summary>Opens the trail.</summary>
    /// <param name="store">Stores the trail.</param>
    /// <param name="clock">Gives the events their time.</param>
    /// <param name="memory">Holds the pending events, and which events the facility has stored.</param>
    /// <param name="faults">Counts what the store throws; null for nobody.</param>
    public EventJournal(IEventStore store, LockClock clock, LockMemory memory, IFaultSink? faults = null)
    {
        _faults = faults;
        _store = store;
        _clock = clock;
        _memory = memory;
        // A power cut may have come between a loss and its record.
        NoteLoss(store.Oldest - 1);
    }

    /// <summary>Sequence number of the newest event; 0 before the first.</summary>
    public uint Head => _store.Head;

    /// <summary>Sequence number of the oldest stored event.</summary>
    public uint Oldest => _store.Oldest;

    /// <summary>
    /// The time of the newest event, pending ones included; 0 when the newest <see cref="EventRing.TailCountMax"/> have none.
    /// </summary>
    public uint NewestTime()
    {
        try
        {
            PendingEvents pending = _memory.State.PendingEvents;
            uint head = _store.Head;
            _event.Time = 0;
            if (pending.Count > 0 && pending.First > head)
                pending.ReadFirst(_event);
            for (uint i = 0; i < EventRing.TailCountMax && _event.Time == 0 && i < head; i++)
            {
                if (_store.Read(head - i, _record, 0, 1) != 1 || !_event.TryRead(_record, 0))
                    _event.Time = 0;
            }
            return _event.Time;
        }
        catch (System.Exception exception)
        {
            _faults?.Report(exception);
            return 0;
        }
    }

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
            if (!FlushPending() || !MakeRoom(uptimeMs))
                return false;
            // Not in a method of its own: this is the deepest point of an unlock, and each call takes memory there.
            Fill(kind, reason, keyId, detail, _clock.Now(uptimeMs), _clock.Trust);
            _event.WriteTo(_record, 0);
            return _store.Append(_record);
        }
        catch (System.Exception exception)
        {
            // A store that throws must not stop the lock from starting or from securing the door.
            _faults?.Report(exception);
            return false;
        }
    }

    /// <summary>
    /// Adds a pending event of a change: the next save of the state stores it, and <see cref="Flush"/> writes it to the trail. Only
    /// for <see cref="StateTransaction"/>.
    /// </summary>
    /// <param name="kind">What happened; it says what the rest means.</param>
    /// <param name="reason">See the kind.</param>
    /// <param name="keyId">See the kind.</param>
    /// <param name="detail">See the kind.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    internal void Enqueue(EventKind kind, byte reason, uint keyId, uint detail, long uptimeMs) =>
        Enqueue(kind, reason, keyId, detail, _clock.Now(uptimeMs), _clock.Trust);

    /// <summary>Writes the pending events to the trail, and which events were lost for them.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when events are still pending, because the trail cannot be written.</returns>
    public bool Flush(long uptimeMs)
    {
        bool isFlushed = false;
        try
        {
            isFlushed = FlushPending();
            if (isFlushed && _lostCount != 0)
                MakeRoom(uptimeMs);
        }
        catch (System.Exception exception)
        {
            // The result tells what is still pending. A loss is recorded with the next event.
            _faults?.Report(exception);
        }
        return isFlushed;
    }

    /// <summary>Copies events for a batch.</summary>
    /// <param name="first">Sequence number of the first event; if it is lost, copying starts with the oldest.</param>
    /// <param name="target">Receives 16 bytes for each event.</param>
    /// <param name="offset">Where the first event goes.</param>
    /// <param name="countMax">The highest number of events.</param>
    /// <param name="firstRead">Sequence number of the first event copied.</param>
    /// <returns>The number of events copied; 0 beyond the newest.</returns>
    public int Read(uint first, byte[] target, int offset, int countMax, out uint firstRead)
    {
        firstRead = first < _store.Oldest ? _store.Oldest : first;
        return _store.Read(firstRead, target, offset, countMax);
    }

    /// <summary>Lets the store move appended events to their final place.</summary>
    public void Compact()
    {
        if (!_memory.IsTooNew)
            _store.Compact();
    }

    /// <summary>Adds a pending event with the time and trust that it will have in the trail.</summary>
    internal void Enqueue(EventKind kind, byte reason, uint keyId, uint detail, uint time, ClockTrust trust)
    {
        Fill(kind, reason, keyId, detail, time, trust);
        _memory.State.PendingEvents.Add(_store.Head + 1, _event);
    }

    /// <summary>Writes the pending events. Nothing else is recorded before them, so each gets the number that was stored with it.</summary>
    private bool FlushPending()
    {
        if (_memory.IsTooNew)
            return false;
        PendingEvents pending = _memory.State.PendingEvents;
        while (pending.Count > 0)
        {
            if (pending.First > _store.Head)
            {
                pending.ReadFirst(_event);
                if (!FreeRoom() || !AppendEvent())
                    return false;
            }
            pending.RemoveFirst();
        }
        return true;
    }

    private bool FreeRoom()
    {
        if (_store.HasRoom)
            return true;
        if (_store.DropOldest() == 0)
            return false;
        NoteLoss(_store.Oldest - 1);
        return true;
    }

    private bool MakeRoom(long uptimeMs)
    {
        if (!FreeRoom())
            return false;
        if (_lostCount == 0)
            return true;
        Fill(EventKind.EventsDropped, 0, _firstLost, _lostCount, _clock.Now(uptimeMs), _clock.Trust);
        if (!AppendEvent())
            return false;
        _lostCount = 0;
        return true;
    }

    /// <summary>
    /// Notes which events are lost before the facility has stored them, until that is recorded in the trail. All losses so far
    /// count, because an earlier record of a loss may be lost too.
    /// </summary>
    private void NoteLoss(uint last)
    {
        uint synced = _memory.State.Synced;
        if (synced >= last)
            return;
        _firstLost = synced + 1;
        _lostCount = last - synced;
    }

    private void Fill(EventKind kind, byte reason, uint keyId, uint detail, uint time, ClockTrust trust)
    {
        _event.Time = time;
        _event.Trust = trust;
        _event.Kind = kind;
        _event.Reason = reason;
        _event.KeyId = keyId;
        _event.Detail = detail;
    }

    private bool AppendEvent()
    {
        _event.WriteTo(_record, 0);
        return _store.Append(_record);
    }
}
