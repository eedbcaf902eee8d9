namespace LockFirmware.LockController.Gpio;

/// <summary>The wires of a lock on the esp32 board; see README.md beside this file.</summary>
public static class Board
{
    /// <summary>The board's name: that of its folder.</summary>
    public const string Name = "esp32";

    /// <summary>Drives the latch.</summary>
    public const int LatchPin = 21;

    /// <summary>A high output releases the latch; anything else does not build.</summary>
    public const bool LatchActiveHigh = true;

    /// <summary>Reed contact of the door to ground, with pull-up; -1 when not fitted.</summary>
    public const int DoorContactPin = 22;

    /// <summary>Whether the contact is open, and so the pin high, while the door stands open.</summary>
    public const bool DoorContactOpenIsHigh = true;

    /// <summary>Request-to-exit button to ground, with pull-up; -1 when not fitted.</summary>
    public const int RequestToExitPin = 23;
}
