namespace LockFirmware.LockController.Events;

/// <summary>Limits how often something may happen in a minute of uptime.</summary>
internal sealed class MinuteBudget
{
    internal const long MinuteMs = 60_000;

    private readonly int _countMax;
    private long _startMs = -MinuteMs;
    private int _count;

    internal MinuteBudget(int countMax) => _countMax = countMax;

    internal bool TryTake(long uptimeMs)
    {
        if (uptimeMs - _startMs >= MinuteMs)
        {
            _startMs = uptimeMs;
            _count = 0;
        }
        if (_count >= _countMax)
            return false;
        _count++;
        return true;
    }
}
