using LockFirmware.LockController.Gpio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>The lights and the buzzer on the board's pins, as a person at the door sees and hears them.</summary>
public sealed class VirtualSignals(VirtualPins pins)
{
    /// <summary>Whether the red light is on.</summary>
    public bool IsRed => pins.IsHigh(Board.RedLedPin);

    /// <summary>Whether the green light is on.</summary>
    public bool IsGreen => pins.IsHigh(Board.GreenLedPin);

    /// <summary>Whether the buzzer is on.</summary>
    public bool IsSounding => pins.IsHigh(Board.BuzzerPin);

    /// <summary>All three as one character of the firmware's table of patterns. <c>!</c> is the buzzer alone.</summary>
    public char Slot
    {
        get
        {
            char light = (IsRed, IsGreen) switch { (true, true) => 'y', (true, false) => 'r', (false, true) => 'g', _ => '.' };
            if (!IsSounding)
                return light;
            return light == '.' ? '!' : char.ToUpperInvariant(light);
        }
    }

    /// <summary>Whether a pin belongs to a light or to the buzzer.</summary>
    public static bool IsTheirs(int pin) => pin is Board.RedLedPin or Board.GreenLedPin or Board.BuzzerPin;
}
