using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;

namespace LockFirmware.LockController.Supervision;

/// <summary>Brings what the threads caught into the audit trail, at most one record a minute. Belongs to the lock's thread.</summary>
public sealed class FaultReport
{
    /// <summary>Between two records, ms.</summary>
    public const long IntervalMs = 60_000;

    private readonly EventJournal _journal;
    private readonly Supervisor _supervisor;
    private int _reported;
    private long _nextMs;

    /// <summary>For a trail and the threads.</summary>
    public FaultReport(EventJournal journal, Supervisor supervisor)
    {
        _journal = journal;
        _supervisor = supervisor;
    }

    /// <summary>Records what has come since the last record.</summary>
    public void Tick(long uptimeMs)
    {
        int faults = _supervisor.Lock.Faults + _supervisor.Egress.Faults;
        if (faults == _reported || uptimeMs < _nextMs)
            return;
        _nextMs = uptimeMs + IntervalMs;
        if (_journal.Record(EventKind.Fault, (byte)FaultReason.Exceptions, 0, (uint)(faults - _reported), uptimeMs))
            _reported = faults;
    }
}
