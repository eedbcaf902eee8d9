using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Events;

/// <summary>
/// Records refusals at a limited rate, so that nobody can overwrite the trail (docs/protocol.md, 7). One key and reason makes a
/// record and then at most one sum a minute; all refusals together make at most 10 records a minute; failed proofs make one a
/// minute. Belongs to the lock's thread.
/// </summary>
internal sealed class RefusalLog
{
    /// <summary>The highest number of records of refusals in a minute.</summary>
    public const int RecordsAMinute = 10;

    private const int SlotCount = 8;

    private readonly EventJournal _journal;
    private readonly MinuteBudget _budget = new MinuteBudget(RecordsAMinute);
    private readonly MinuteBudget _proofBudget = new MinuteBudget(1);

    // A slot whose reason is 0 is free.
    private readonly uint[] _keyIds = new uint[SlotCount];
    private readonly byte[] _reasons = new byte[SlotCount];
    private readonly uint[] _counts = new uint[SlotCount];
    private readonly long[] _sinceMs = new long[SlotCount];
    private int _takenCount;
    private uint _others;
    private uint _failedProofs;

    /// <summary>Starts with nothing counted.</summary>
    public RefusalLog(EventJournal journal) => _journal = journal;

    /// <summary>Records the refusal of an authentic key, or counts it.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="reason">See <see cref="RefusalReason"/>; not 0.</param>
    /// <param name="guestId">The guest; 0 for the holder.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Refused(uint keyId, byte reason, uint guestId, long uptimeMs)
    {
        int slot = Find(keyId, reason);
        if (slot >= 0)
        {
            _counts[slot]++;
            return;
        }
        slot = FreeSlot();
        if (slot < 0 || !_budget.TryTake(uptimeMs))
        {
            _others++;
            return;
        }
        _takenCount++;
        _keyIds[slot] = keyId;
        _reasons[slot] = reason;
        _sinceMs[slot] = uptimeMs;
        // A refusal that cannot be recorded now is counted in the next sum.
        _counts[slot] = _journal.Record(EventKind.Refused, reason, keyId, guestId, uptimeMs) ? 0u : 1u;
    }

    /// <summary>Counts a request that was not authentic.</summary>
    public void FailedProof(long uptimeMs)
    {
        _failedProofs++;
        FlushProofs(uptimeMs);
    }

    /// <summary>Records the sums that are due.</summary>
    public void Tick(long uptimeMs)
    {
        if (_failedProofs > 0)
            FlushProofs(uptimeMs);
        if (_takenCount != 0)
            TickSlots(uptimeMs);
        if (_others > 0 && _budget.TryTake(uptimeMs) && _journal.Record(EventKind.RefusalsSummed, 0, 0, _others, uptimeMs))
            _others = 0;
    }

    /// <summary>Records every sum, before a reboot.</summary>
    public void Flush(long uptimeMs)
    {
        for (int i = 0; i < SlotCount; i++)
        {
            if (_reasons[i] != 0 && _counts[i] > 0)
                Sum(i, uptimeMs);
        }
        if (_others > 0 && _journal.Record(EventKind.RefusalsSummed, 0, 0, _others, uptimeMs))
            _others = 0;
        if (_failedProofs > 0 && _journal.Record(EventKind.FailedProofsSummed, 0, 0, _failedProofs, uptimeMs))
            _failedProofs = 0;
    }

    private void TickSlots(long uptimeMs)
    {
        for (int i = 0; i < SlotCount; i++)
        {
            if (_reasons[i] == 0 || uptimeMs - _sinceMs[i] < MinuteBudget.MinuteMs)
                continue;
            if (_counts[i] == 0)
            {
                _reasons[i] = 0;
                _takenCount--;
            }
            else if (_budget.TryTake(uptimeMs))
                Sum(i, uptimeMs);
        }
    }

    private void Sum(int slot, long uptimeMs)
    {
        if (_journal.Record(EventKind.RefusalsSummed, _reasons[slot], _keyIds[slot], _counts[slot], uptimeMs))
            _counts[slot] = 0;
        _sinceMs[slot] = uptimeMs;
    }

    private void FlushProofs(long uptimeMs)
    {
        if (_proofBudget.TryTake(uptimeMs) && _journal.Record(EventKind.FailedProofsSummed, 0, 0, _failedProofs, uptimeMs))
            _failedProofs = 0;
    }

    private int Find(uint keyId, byte reason)
    {
        for (int i = 0; i < SlotCount; i++)
        {
            if (_keyIds[i] == keyId && _reasons[i] == reason)
                return i;
        }
        return -1;
    }

    private int FreeSlot()
    {
        for (int i = 0; i < SlotCount; i++)
        {
            if (_reasons[i] == 0)
                return i;
        }
        return -1;
    }
}
