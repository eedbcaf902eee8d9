using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// Brings what the threads caught into the audit trail: the first at once, later ones in sums and each time half as often, so that what
/// fails for ever does not flush the trail. Belongs to the lock's thread.
/// </summary>
public sealed class FaultReport
{
    /// <summary>Between the first two records, ms.</summary>
    public const long IntervalMsMin = 60_000;

    /// <summary>Between two records at most, ms.</summary>
    public const long IntervalMsMax = 86_400_000;

    private readonly EventJournal _journal;
    private readonly Supervisor _supervisor;
    private int _reported;
    private long _nextMs;
    private long _intervalMs = IntervalMsMin;

    /// <summary>For a trail and the threads.</summary>
    public FaultReport(EventJournal journal, Supervisor supervisor)
    {
        _journal = journal;
        _supervisor = supervisor;
    }

    /// <summary>Records what has come since the last record.</summary>
    public void Tick(long uptimeMs)
    {
        if (_supervisor.Faults == _reported || uptimeMs < _nextMs)
            return;
        if (!Flush(uptimeMs))
        {
            _nextMs = uptimeMs + IntervalMsMin;
            return;
        }
        _nextMs = uptimeMs + _intervalMs;
        _intervalMs = _intervalMs * 2 > IntervalMsMax ? IntervalMsMax : _intervalMs * 2;
    }

    /// <summary>Records what has come since the last record, before a reboot.</summary>
    /// <returns>False when it could not be written.</returns>
    public bool Flush(long uptimeMs)
    {
        int faults = _supervisor.Faults;
        if (faults == _reported)
            return true;
        if (!_journal.Record(EventKind.Fault, (byte)FaultReason.Exceptions, 0, (uint)(faults - _reported), uptimeMs))
            return false;
        _reported = faults;
        return true;
    }
}
