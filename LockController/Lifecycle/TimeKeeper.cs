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

    // Anybody can bring the facility's time again and again. Each that is taken makes a record, so a set clock takes few.
    private const uint SmallStepSecondsMax = 10;
    private const long StepsMs = 3_600_000;
    private const int LargeStepsMax = 6;

    // The hardware clock may drift from the uptime. If it read less than the floor after a reboot, it would not be trusted.
    private const uint FloorMarginSeconds = 5;

    // How long the lock may have run since the age of the floor was last stored.
    private const uint UncountedSecondsMax = (uint)(FloorSaveMs / 1000);

    private readonly LockClock _clock;
    private readonly IHardwareClock _hardwareClock;
    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private long _floorSavedMs;
    private long _stepsMs;
    private int _steps;

    internal TimeKeeper(LockClock clock, IHardwareClock hardwareClock, LockMemory memory, StateTransaction transaction, long uptimeMs)
    {
        _clock = clock;
        _hardwareClock = hardwareClock;
        _memory = memory;
        _transaction = transaction;
        _floorSavedMs = uptimeMs;
        _stepsMs = uptimeMs;
    }

    /// <summary>
    /// Starts the lock's clock. If the power was cut while it ran without a set clock, the whole hour counts in which its age may not
    /// have been stored: otherwise the hours without a clock would never end where the power is cut before each hour is full.
    /// </summary>
    /// <param name="newestEventTime">The time of the newest event; 0 when there is none.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    internal void Start(uint newestEventTime, long uptimeMs)
    {
        LockState state = _memory.State;
        uint age = state.FloorAgeSeconds;
        if (age != 0 && state.NextBootReason == BootReason.Power && age <= uint.MaxValue - UncountedSecondsMax)
            age += UncountedSecondsMax;
        _clock.Start(state.Floor, newestEventTime, age, _hardwareClock.Seconds, uptimeMs);
        RaiseFloorAge(uptimeMs);
    }

    /// <summary>
    /// Sets the time that the facility gave, in the lock's clock and in the hardware clock. A set clock makes a small step only when
    /// it has made none for an hour, and large ones at most six times in an hour.
    /// </summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>
    /// Ok, also for a small step that was not made; TooSoon for a large one that was not; StorageFault when the change could not be
    /// stored. The time then stays as it was.
    /// </returns>
    internal Status Set(uint utc, long uptimeMs)
    {
        if (_clock.Trust == ClockTrust.Set)
        {
            uint now = _clock.Now(uptimeMs);
            bool isSmall = (utc > now ? utc - now : now - utc) <= SmallStepSecondsMax;
            if (uptimeMs - _stepsMs >= StepsMs)
                _steps = 0;
            else if (isSmall || _steps == LargeStepsMax)
                return isSmall ? Status.Ok : Status.TooSoon;
        }
        if (!_transaction.TryBegin(uptimeMs))
            return Status.StorageFault;
        ClockTrust before = _clock.Trust;
        uint step = utc - _clock.Now(uptimeMs);
        if (step != 0 || before != ClockTrust.Set)
            _transaction.EnqueueAt(utc, EventKind.ClockSet, (byte)before, 0, step);
        _memory.State.Floor = utc;
        _memory.State.FloorAgeSeconds = 0;
        if (!_transaction.TryStoreState())
            return Status.StorageFault;
        if (_steps == 0)
            _stepsMs = uptimeMs;
        _steps++;
        _clock.Set(utc, uptimeMs);
        _hardwareClock.Set(utc);
        _transaction.Flush(uptimeMs);
        return Status.Ok;
    }

    /// <summary>Raises the floor in working memory to the present time. The next save of the state stores it.</summary>
    internal void RaiseFloor(long uptimeMs)
    {
        uint now = _clock.Now(uptimeMs);
        uint floor = _clock.Trust == ClockTrust.Set && now > FloorMarginSeconds ? now - FloorMarginSeconds : now;
        if (floor > _memory.State.Floor)
            _memory.State.Floor = floor;
        RaiseFloorAge(uptimeMs);
    }

    /// <summary>The age is stored as 0 only while the clock is Set.</summary>
    private void RaiseFloorAge(long uptimeMs)
    {
        uint age = _clock.FloorAgeSeconds(uptimeMs);
        _memory.State.FloorAgeSeconds = age == 0 && _clock.Trust != ClockTrust.Set ? 1 : age;
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
