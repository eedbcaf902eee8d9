using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Lifecycle;

/// <summary>
/// Sets the lock's time, and stores the floor (a time that has certainly passed), so that the lock knows it after a power cut
/// (docs/protocol.md, 5). Belongs to the lock's thread.
/// </summary>
internal sealed class TimeKeeper
{
    private const long FloorSaveMs = 3_600_000;

    // The hardware clock may drift from the uptime. If it read less than the floor after a reboot, it would not be trusted.
    private const uint FloorMarginSeconds = 5;

    private readonly LockClock _clock;
    private readonly IHardwareClock _hardwareClock;
    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private long _floorSavedMs;

    internal TimeKeeper(LockClock clock, IHardwareClock hardwareClock, LockMemory memory, StateTransaction transaction, long uptimeMs)
    {
        _clock = clock;
        _hardwareClock = hardwareClock;
        _memory = memory;
        _transaction = transaction;
        _floorSavedMs = uptimeMs;
    }

    /// <summary>Sets the time that the facility gave, in the lock's clock and in the hardware clock.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when the change could not be stored; the time then stays as it was.</returns>
    internal bool TrySet(uint utc, long uptimeMs)
    {
        if (!_transaction.TryBegin(uptimeMs))
            return false;
        ClockTrust before = _clock.Trust;
        uint step = utc - _clock.Now(uptimeMs);
        if (step != 0 || before != ClockTrust.Set)
            _transaction.EnqueueAt(utc, EventKind.ClockSet, (byte)before, 0, step);
        _memory.State.Floor = utc;
        _memory.State.FloorAgeSeconds = 0;
        if (!_transaction.TryStoreState())
            return false;
        _clock.Set(utc, uptimeMs);
        _hardwareClock.Set(utc);
        _transaction.Flush(uptimeMs);
        return true;
    }

    /// <summary>Raises the floor in working memory to the present time. The next save of the state stores it.</summary>
    internal void RaiseFloor(long uptimeMs)
    {
        uint now = _clock.Now(uptimeMs);
        uint floor = _clock.Trust == ClockTrust.Set && now > FloorMarginSeconds ? now - FloorMarginSeconds : now;
        if (floor > _memory.State.Floor)
            _memory.State.Floor = floor;
        _memory.State.FloorAgeSeconds = _clock.FloorAgeSeconds(uptimeMs);
    }

    /// <summary>Stores the floor as it is now, and with it what a transaction has changed in the state.</summary>
    /// <returns>False when it could not be stored.</returns>
    internal bool TrySaveFloor(long uptimeMs)
    {
        _floorSavedMs = uptimeMs;
        RaiseFloor(uptimeMs);
        return _transaction.TryStoreState();
    }

    /// <summary>Stores the floor once an hour.</summary>
    internal void Tick(long uptimeMs)
    {
        if (uptimeMs - _floorSavedMs >= FloorSaveMs)
            TrySaveFloor(uptimeMs);
    }
}
