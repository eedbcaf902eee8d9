using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController.Lifecycle;

/// <summary>Restarts the board with the latch secured and all counted events written. Belongs to the lock's thread.</summary>
internal sealed class Rebooter
{
    private const long PlannedDelayMs = 30_000;

    private readonly IPower _power;
    private readonly IFaultSink? _faults;
    private readonly LockMemory _memory;
    private readonly DoorController _door;
    private readonly RefusalLog _refusals;
    private readonly DoorLog _doorLog;
    private readonly TimeKeeper _time;
    private long _plannedMs = -1;
    private BootReason _plannedReason;

    internal Rebooter(
        IPower power, IFaultSink? faults, LockMemory memory, DoorController door, RefusalLog refusals, DoorLog doorLog, TimeKeeper time)
    {
        _power = power;
        _faults = faults;
        _memory = memory;
        _door = door;
        _refusals = refusals;
        _doorLog = doorLog;
        _time = time;
    }

    /// <summary>Records the exceptions that the threads survived; null where nobody counts them.</summary>
    internal FaultReport? FaultReport { get; set; }

    /// <summary>Plans a reboot for when the phone has disconnected, at the latest in 30 s.</summary>
    internal void Plan(BootReason reason, long uptimeMs)
    {
        _plannedMs = uptimeMs + PlannedDelayMs;
        _plannedReason = reason;
    }

    /// <summary>Performs a planned reboot. A fire alarm that holds the latch released delays it until the alarm ends.</summary>
    internal void RebootIfPlanned(long uptimeMs)
    {
        if (_plannedMs >= 0 && !_door.IsFire)
            Reboot(_plannedReason, uptimeMs);
    }

    /// <summary>Performs a planned reboot when its time has come.</summary>
    internal void Tick(long uptimeMs)
    {
        if (_plannedMs >= 0 && uptimeMs >= _plannedMs)
            RebootIfPlanned(uptimeMs);
    }

    /// <summary>Reboots now.</summary>
    internal void Reboot(BootReason reason, long uptimeMs)
    {
        _plannedMs = -1;
        try
        {
            _door.Secure(uptimeMs);
        }
        catch (System.Exception exception)
        {
            // The reboot must happen; it drops the latch output, which secures a latch that cannot be driven.
            _faults?.Report(exception);
        }
        _refusals.Flush(uptimeMs);
        _doorLog.Flush(uptimeMs);
        if (FaultReport != null)
            FaultReport.Flush(uptimeMs);
        _memory.State.NextBootReason = reason;
        _time.TrySaveFloor(uptimeMs);
        _power.Reboot();
    }
}
