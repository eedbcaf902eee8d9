// The chip whose pins are checked at compile time (Gpio/BoardCheck.cs).
global using Chip = LockFirmware.LockController.Gpio.Chips.VirtualChip;

namespace LockFirmware.LockController.Gpio;

/// <summary>The wires of a lock on the virtual board; see README.md beside this file.</summary>
public static class Board
{
    /// <summary>The board's name: that of its folder.</summary>
    public const string Name = "virtual";

    /// <summary>Drives the latch.</summary>
    public const int LatchPin = 17;

    /// <summary>A high output releases the latch; anything else does not build.</summary>
    public const bool LatchActiveHigh = true;

    /// <summary>Reed contact of the door to ground, with pull-up; -1 when not fitted.</summary>
    public const int DoorContactPin = 5;

    /// <summary>Whether the contact is open, and so the pin high, while the door stands open.</summary>
    public const bool DoorContactOpenIsHigh = true;

    /// <summary>Request-to-exit button to ground, with pull-up; -1 when not fitted.</summary>
    public const int RequestToExitPin = 6;

    /// <summary>Whether the door is free without power (a magnet, a fail-safe strike); false for a fail-secure strike or motor.</summary>
    public const bool LatchFailSafe = false;

    /// <summary>Bolt or strike sensor to ground, with pull-up; -1 when not fitted.</summary>
    public const int BoltSensorPin = 7;

    /// <summary>Whether the sensor is open, and so the pin high, while the bolt is released.</summary>
    public const bool BoltSensorReleasedIsHigh = true;

    /// <summary>Normally closed loop of the fire alarm to ground, with pull-up: high releases; -1 when not fitted.</summary>
    public const int FireReleasePin = 8;

    /// <summary>Normally closed contact of the housing to ground, with pull-up: high is open; -1 when not fitted.</summary>
    public const int TamperPin = 9;

    /// <summary>Reset button inside the housing to ground, with pull-up; -1 when not fitted.</summary>
    public const int ResetButtonPin = 10;

    /// <summary>Red light, on when high; -1 when not fitted.</summary>
    public const int RedLedPin = 18;

    /// <summary>Green light, on when high; -1 when not fitted.</summary>
    public const int GreenLedPin = 19;

    /// <summary>Active buzzer, on when high; -1 when not fitted.</summary>
    public const int BuzzerPin = 20;
}
