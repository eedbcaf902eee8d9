using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Events;

/// <summary>
/// Records the events of the door. Each kind makes at most 6 records a minute and the rest is summed (docs/protocol.md, 7), so that
/// a faulty contact cannot overwrite the trail. Belongs to the lock's thread.
/// </summary>
public sealed class DoorLog
{
    /// <summary>The highest number of records of one kind in a minute.</summary>
    public const int RecordsAMinute = 6;

    private const int KindCount = (int)EventKind.DoorEventsSummed + 1;

    private readonly EventJournal _journal;
    private readonly MinuteBudget?[] _budgets = new MinuteBudget?[KindCount];
    private readonly uint[] _summed = new uint[KindCount];

    /// <summary>Starts with nothing counted.</summary>
    public DoorLog(EventJournal journal) => _journal = journal;

    /// <summary>Records an event of the door, or counts it.</summary>
    /// <param name="kind">A kind of the door.</param>
    /// <param name="reason">See the kind.</param>
    /// <param name="keyId">The key of a passage; 0 otherwise.</param>
    /// <param name="detail">See the kind.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Record(EventKind kind, byte reason, uint keyId, uint detail, long uptimeMs)
    {
        MinuteBudget budget = _budgets[(int)kind] ??= new MinuteBudget(RecordsAMinute);
        if (!budget.TryTake(uptimeMs) || !_journal.Record(kind, reason, keyId, detail, uptimeMs))
            _summed[(int)kind]++;
    }

    /// <summary>Records the sums that are due.</summary>
    public void Tick(long uptimeMs)
    {
        for (int i = 0; i < KindCount; i++)
        {
            MinuteBudget? budget = _budgets[i];
            if (_summed[i] > 0 && budget != null && budget.TryTake(uptimeMs))
                Sum(i, uptimeMs);
        }
    }

    /// <summary>Records every sum, before a reboot.</summary>
    public void Flush(long uptimeMs)
    {
        for (int i = 0; i < KindCount; i++)
        {
            if (_summed[i] > 0)
                Sum(i, uptimeMs);
        }
    }

    private void Sum(int kind, long uptimeMs)
    {
        if (_journal.Record(EventKind.DoorEventsSummed, (byte)kind, 0, _summed[kind], uptimeMs))
            _summed[kind] = 0;
    }
}
