using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Events;

/// <summary>
/// Records what the wires of the door report, so that a chattering contact cannot flush the trail:
/// each kind makes at most 6 records a minute, the rest is summed (docs/protocol.md, 7). Belongs to the lock's thread.
/// </summary>
public sealed class DoorLog
{
    /// <summary>How many records of one kind a minute may hold.</summary>
    public const int RecordsAMinute = 6;

    private const int KindCount = (int)EventKind.DoorEventsSummed + 1;

    private readonly EventJournal _journal;
    private readonly MinuteBudget?[] _budgets = new MinuteBudget?[KindCount];
    private readonly uint[] _summed = new uint[KindCount];

    /// <summary>Starts with nothing counted.</summary>
    public DoorLog(EventJournal journal) => _journal = journal;

    /// <summary>Something happened at the door.</summary>
    /// <param name="kind">One that the door reports.</param>
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

    /// <summary>Writes the sums that are due.</summary>
    public void Tick(long uptimeMs)
    {
        for (int i = 0; i < KindCount; i++)
        {
            MinuteBudget? budget = _budgets[i];
            if (_summed[i] > 0 && budget != null && budget.TryTake(uptimeMs))
                Sum(i, uptimeMs);
        }
    }

    /// <summary>Writes every sum, before a reboot.</summary>
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
