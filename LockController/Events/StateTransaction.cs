using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Events;

/// <summary>
/// Changes the lock's memory together with the events that record the change, so that a power cut leaves both or neither
/// (docs/reliability.md). The order is: <see cref="TryBegin"/>, change the memory, <see cref="Enqueue"/>, then store. The record of
/// the state carries the events until they are in the trail. There is one object for all changes, one change at a time.
/// Belongs to the lock's thread.
/// </summary>
public sealed class StateTransaction
{
    private readonly LockMemory _memory;
    private readonly EventJournal _journal;
    private bool _isOpen;

    /// <summary>Makes changes of a memory that a journal records.</summary>
    public StateTransaction(LockMemory memory, EventJournal journal)
    {
        _memory = memory;
        _journal = journal;
    }

    /// <summary>Begins a change: writes the events of earlier changes to the trail, because the record has no room for both.</summary>
    /// <returns>False when the trail cannot be written. Nothing may be changed then.</returns>
    public bool TryBegin(long uptimeMs)
    {
        _isOpen = _journal.Flush(uptimeMs);
        return _isOpen;
    }

    /// <summary>Adds an event of the change, with the lock's present time; at most <see cref="PendingEvents.CountMax"/>.</summary>
    /// <param name="kind">What happened; it says what the rest means.</param>
    /// <param name="reason">See the kind.</param>
    /// <param name="keyId">See the kind.</param>
    /// <param name="detail">See the kind.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Enqueue(EventKind kind, byte reason, uint keyId, uint detail, long uptimeMs) =>
        _journal.Enqueue(kind, reason, keyId, detail, uptimeMs);

    /// <summary>Adds an event of the change, with a time of its own, to which the clock will be set.</summary>
    public void EnqueueAt(uint time, EventKind kind, byte reason, uint keyId, uint detail) =>
        _journal.Enqueue(kind, reason, keyId, detail, time, ClockTrust.Set);

    /// <summary>Stores the change of any record and writes its events to the trail.</summary>
    /// <returns>False when the change was not stored; the memory is then as it was before.</returns>
    public bool TryCommit(long uptimeMs)
    {
        bool isStored = _memory.Save(true);
        // Not before: an exception in the save leaves a change that is not stored.
        _isOpen = false;
        if (!isStored)
            return false;
        // Events that cannot be written now are stored with the change and follow later.
        _journal.Flush(uptimeMs);
        return true;
    }

    /// <summary>Stores a change of the state's record alone. <see cref="Flush"/> must follow when it has events.</summary>
    /// <returns>False when the change was not stored; the memory is then as it was before.</returns>
    public bool TryStoreState()
    {
        bool isStored = _memory.SaveState();
        _isOpen = false;
        return isStored;
    }

    /// <summary>Writes the events of a stored change to the trail.</summary>
    /// <returns>False when they could not be written; they follow later.</returns>
    public bool Flush(long uptimeMs) => _journal.Flush(uptimeMs);

    /// <summary>Drops the events of a stored change that the caller has taken back in the state, and stores that.</summary>
    public void TakeBackState()
    {
        _memory.State.PendingEvents.Clear();
        // If this fails too, the stored state and its event still agree: the change has happened, and its event follows.
        _memory.SaveState();
    }

    /// <summary>Discards a change that an exception ended before it was stored; does nothing when there is none.</summary>
    public void DiscardUnfinished()
    {
        if (_isOpen)
            Discard();
    }

    /// <summary>Discards everything that is not stored.</summary>
    public void Discard()
    {
        _isOpen = false;
        _memory.Restore();
    }
}
