using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Events;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// Compares the <c>issuedAt</c> of authentic keys and notices with the clock (docs/protocol.md, 5). It raises a lower bound. Ahead
/// of a set clock it changes nothing and is recorded: each key once a day of uptime, at most 8 keys a day.
/// </summary>
internal sealed class IssueTimeObserver
{
    private const int CountMax = 8;
    private const long DayMs = 86_400_000;

    private readonly LockClock _clock;
    private readonly EventJournal _journal;
    private readonly uint[] _keyIds = new uint[CountMax];
    private int _count;
    private long _dayStartMs;

    internal IssueTimeObserver(LockClock clock, EventJournal journal)
    {
        _clock = clock;
        _journal = journal;
    }

    /// <summary>Takes note of an issue time.</summary>
    /// <param name="keyId">The key; 0 for a notice.</param>
    /// <param name="issuedAt">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    internal void Observe(uint keyId, uint issuedAt, long uptimeMs)
    {
        if (_clock.Trust != ClockTrust.Set)
            _clock.RaiseFloor(issuedAt, uptimeMs);
        else if (issuedAt > _clock.Now(uptimeMs))
            Record(keyId, issuedAt, uptimeMs);
    }

    private void Record(uint keyId, uint issuedAt, long uptimeMs)
    {
        if (uptimeMs - _dayStartMs >= DayMs)
        {
            _dayStartMs = uptimeMs;
            _count = 0;
        }
        for (int i = 0; i < _count; i++)
        {
            if (_keyIds[i] == keyId)
                return;
        }
        if (_count == CountMax)
            return;
        _keyIds[_count++] = keyId;
        _journal.Record(EventKind.ClockDisagreement, 0, keyId, issuedAt, uptimeMs);
    }
}
