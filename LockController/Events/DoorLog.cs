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

    // The kinds of the door have the numbers below.
    private const int KindCount = (int)EventKind.FireRelease + 1;

    private readonly EventJournal _journal;
    private readonly long[] _minuteStartsMs = new long[KindCount];
    private readonly byte[] _records = new byte[KindCount];
    private readonly uint[] _summed = new uint[KindCount];
    private bool _hasSums;

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
        if (TryTake((int)kind, uptimeMs) && _journal.Record(kind, reason, keyId, detail, uptimeMs))
            return;
        _summed[(int)kind]++;
        _hasSums = true;
    }

    /// <summary>Records the sums that are due.</summary>
    public void Tick(long uptimeMs)
    {
        if (!_hasSums)
            return;
        _hasSums = false;
        for (int i = 0; i < KindCount; i++)
        {
            if (_summed[i] > 0 && TryTake(i, uptimeMs))
                Sum(i, uptimeMs);
            _hasSums |= _summed[i] > 0;
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

    /// <summary>Whether another record of a kind may be made in this minute; counts it.</summary>
    private bool TryTake(int kind, long uptimeMs)
    {
        int records = _records[kind];
        if (records == 0 || uptimeMs - _minuteStartsMs[kind] >= MinuteBudget.MinuteMs)
        {
            _minuteStartsMs[kind] = uptimeMs;
            records = 0;
        }
        if (records == RecordsAMinute)
            return false;
        _records[kind] = (byte)(records + 1);
        return true;
    }

    private void Sum(int kind, long uptimeMs)
    {
        if (_journal.Record(EventKind.DoorEventsSummed, (byte)kind, 0, _summed[kind], uptimeMs))
            _summed[kind] = 0;
    }
}
