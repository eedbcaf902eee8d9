namespace LockFirmware.LockController.Feedback;

/// <summary>
/// The signals of a red and a green light and a buzzer, the most important first: of several, the one with the smallest number is
/// shown (docs/signals.md).
/// </summary>
public enum Signal : byte
{
    /// <summary>No signal: dark and silent.</summary>
    None = 0,

    /// <summary>The fire alarm releases the latch.</summary>
    Fire = 1,

    /// <summary>A key was admitted.</summary>
    Granted = 2,

    /// <summary>A key was refused for good: expired, or without the right.</summary>
    Refused = 3,

    /// <summary>A key was refused at this hour: outside its access hours, or not valid yet.</summary>
    OutsideHours = 4,

    /// <summary>A key was refused because the unit is overlocked or the key is revoked: the office can help.</summary>
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

    /// <summary>The door has been open for longer than is allowed.</summary>
    HeldOpen = 13,

    /// <summary>The bolt does not follow its command.</summary>
    Jammed = 14,

    /// <summary>The lock cannot use its memory, or has failed: call service.</summary>
    Fault = 15,

    /// <summary>The door has been open for half of the time that is allowed.</summary>
    HeldOpenWarning = 16,

    /// <summary>The lock has no identity yet: an installer must provision it.</summary>
    Unprovisioned = 17,
}
