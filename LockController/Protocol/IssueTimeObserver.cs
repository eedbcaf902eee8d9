using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// What the <c>issuedAt</c> of an authentic key or notice does to the clock (docs/protocol.md, 5): it raises a lower
/// bound; ahead of a set clock it moves nothing and is recorded, each key once a day of uptime, at most 8 a day.
/// </summary>
internal sealed class IssueTimeObserver
{
    private const int CountMax = 8;
    private const long DayMs = 86_400_000;

    private readonly LockCore _core;
    private readonly uint[] _keyIds = new uint[CountMax];
    private int _count;
    private long _dayStartMs;

    internal IssueTimeObserver(LockCore core) => _core = core;

    internal void Observe(uint keyId, uint issuedAt, long uptimeMs)
    {
        if (_core.Clock.Trust != ClockTrust.Set)
            _core.Clock.RaiseFloor(issuedAt, uptimeMs);
        else if (issuedAt > _core.Clock.Now(uptimeMs))
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
        _core.Journal.Record(EventKind.ClockDisagreement, 0, keyId, issuedAt, uptimeMs);
    }
}
