using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// Records in the audit trail how many exceptions the threads have caught: the first at once, later ones as sums, each after twice the
/// time, so that a permanent fault does not fill the trail. Belongs to the lock's thread.
/// </summary>
public sealed class FaultReport
{
    /// <summary>The time between the first two records, ms.</summary>
    public const long IntervalMsMin = 60_000;

    /// <summary>The longest time between two records, ms.</summary>
    public const long IntervalMsMax = 86_400_000;

    private readonly EventJournal _journal;
    private readonly Supervisor _supervisor;
    private int _reported;
    private long _nextMs;
    private long _intervalMs = IntervalMsMin;

    /// <summary>Reports to a trail what a supervisor counts.</summary>
    public FaultReport(EventJournal journal, Supervisor supervisor)
    {
        _journal = journal;
        _supervisor = supervisor;
    }

    /// <summary>Records what was counted since the last record, when it is due.</summary>
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

    /// <summary>Records what was counted since the last record at once, before a reboot.</summary>
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
