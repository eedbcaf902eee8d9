namespace LockFirmware.LockController.Door;

/// <summary>What is wrong at a door, each as long as it lasts.</summary>
public interface IDoorAlarms
{
    /// <summary>The fire alarm releases the latch.</summary>
    bool IsFire { get; }

    /// <summary>The door was opened while the latch was secured.</summary>
    bool IsForcedAlarm { get; }

    /// <summary>The housing is open.</summary>
    bool IsTampered { get; }

    /// <summary>The door has been open for longer than is allowed.</summary>
    bool IsHeldOpenAlarm { get; }

    /// <summary>The door has been open for half of the time that is allowed.</summary>
    bool IsHeldOpenWarning { get; }

    /// <summary>The bolt does not follow its command.</summary>
    bool IsJammed { get; }
}
