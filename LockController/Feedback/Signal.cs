namespace LockFirmware.LockController.Feedback;

/// <summary>
/// What the lock can tell with a red and a green light and a buzzer, the most important first: of all that are to be
/// shown at a time, the one with the smallest number is (docs/signals.md).
/// </summary>
public enum Signal : byte
{
    /// <summary>Nothing to tell: dark and silent.</summary>
    None = 0,

    /// <summary>The fire release holds the door free.</summary>
    Fire = 1,

    /// <summary>A key was admitted.</summary>
    Granted = 2,

    /// <summary>A key was refused for good: expired, or without the right.</summary>
    Refused = 3,

    /// <summary>A key was refused at this hour: outside its access hours, or not valid yet.</summary>
    OutsideHours = 4,

    /// <summary>A key was refused, and the office knows why: the unit is overlocked, or the key revoked.</summary>
    CallOffice = 5,

    /// <summary>A key was refused because the site is in lockdown.</summary>
    Lockdown = 6,

    /// <summary>A key was refused because the lock does not know the time.</summary>
    ClockUnknown = 7,

    /// <summary>The reset button inside the housing is being held.</summary>
    Resetting = 8,

    /// <summary>Somebody asked the lock to show which one it is.</summary>
    Identify = 9,

    /// <summary>The lock has started: a test of both lights and the buzzer.</summary>
    PoweredUp = 10,

    /// <summary>The door was opened while the latch was secured.</summary>
    Forced = 11,

    /// <summary>The housing is open.</summary>
    Tampered = 12,

    /// <summary>The door has been open for longer than it may.</summary>
    HeldOpen = 13,

    /// <summary>The latch does not follow its command.</summary>
    Jammed = 14,

    /// <summary>The lock cannot use its memory, or has failed: call service.</summary>
    Fault = 15,

    /// <summary>The door has been open for half the time that it may.</summary>
    HeldOpenWarning = 16,

    /// <summary>The lock has no identity yet: waiting for its installer.</summary>
    Unprovisioned = 17,
}
