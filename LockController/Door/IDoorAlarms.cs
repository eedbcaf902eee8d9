namespace LockFirmware.LockController.Door;

/// <summary>What is amiss at a door as long as it is.</summary>
public interface IDoorAlarms
{
    /// <summary>The fire release holds the door free.</summary>
    bool IsFire { get; }

    /// <summary>The door was opened while the latch was secured.</summary>
    bool IsForcedAlarm { get; }

    /// <summary>The housing is open.</summary>
    bool IsTampered { get; }

    /// <summary>The door has been open for longer than it may.</summary>
    bool IsHeldOpenAlarm { get; }

    /// <summary>The door has been open for half the time that it may.</summary>
    bool IsHeldOpenWarning { get; }

    /// <summary>The latch does not follow its command.</summary>
    bool IsJammed { get; }
}
