using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

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
    private readonly IFaultSink? _faults;
    private readonly AuditEvent _event = new AuditEvent();
    private readonly byte[] _record = new byte[AuditEvent.Size];
    private uint _firstLost;
    private uint _lostCount;

    /// <summary>Opens the trail.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="clock">Stamps the events.</param>
    /// <param name="memory">Knows what is owed, and what the facility has.</param>
    /// <param name="faults">Counts what the store throws; null for nobody.</param>
    public EventJournal(IEventStore store, LockClock clock, LockMemory memory, IFaultSink? faults = null)
    {
        _faults = faults;
        _store = store;
        _clock = clock;
        _memory = memory;
        // The power may have gone between a loss and its record.
        NoteLoss(store.Oldest - 1);
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
            return FlushPending() && MakeRoom(uptimeMs) && Append(kind, reason, keyId, detail, uptimeMs);
        }
        catch (System.Exception exception)
        {
            // A store that throws must not keep the lock from starting, nor the door from being secured.
            _faults?.Report(exception);
            return false;
        }
    }

    /// <summary>
    /// Names an event of a change that is about to be stored: the next save of the state carries it, and <see cref="Flush"/>
    /// writes it, at the latest after the next start. Only when nothing was owed before the change (<see cref="Flush"/>).
    /// </summary>
    /// <param name="kind">What happened; it says what the rest means.</param>
    /// <param name="reason">See the kind.</param>
    /// <param name="keyId">See the kind.</param>
    /// <param name="detail">See the kind.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Enqueue(EventKind kind, byte reason, uint keyId, uint detail, long uptimeMs) =>
        Enqueue(kind, reason, keyId, detail, _clock.Now(uptimeMs), _clock.Trust);

    /// <summary>Writes what is owed and not written yet, and what had to go for it.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when something is still owed: the trail cannot be written.</returns>
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
            // Told by what is still owed; a loss is named with the next event.
            _faults?.Report(exception);
        }
        return isFlushed;
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
    public void Compact()
    {
        if (!_memory.IsTooNew)
            _store.Compact();
    }

    /// <summary>An event that is owed with the time and trust it will have.</summary>
    internal void Enqueue(EventKind kind, byte reason, uint keyId, uint detail, uint time, ClockTrust trust)
    {
        Fill(kind, reason, keyId, detail, time, trust);
        _memory.State.PendingEvents.Add(_store.Head + 1, _event);
    }

    /// <summary>Nothing comes between the owed events, so each gets the number under which it is owed.</summary>
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
        uint first = _store.Oldest;
        int count = _store.DropOldest();
        if (count == 0)
            return false;
        NoteLoss(first + (uint)count - 1);
        return true;
    }

    private bool MakeRoom(long uptimeMs)
    {
        if (!FreeRoom())
            return false;
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
        Fill(kind, reason, keyId, detail, _clock.Now(uptimeMs), _clock.Trust);
        return AppendEvent();
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
