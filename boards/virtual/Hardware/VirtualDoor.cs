using System.Device.Gpio;
using LockFirmware.LockController.Gpio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>The door around the board's pins: a person can push it, force it and press the request-to-exit.</summary>
public sealed class VirtualDoor
{
    private readonly VirtualPins _pins;

    /// <summary>A closed door.</summary>
    public VirtualDoor(VirtualPins pins)
    {
        _pins = pins;
        Wire();
    }

    /// <summary>Whether the latch lets the door go.</summary>
    public bool IsReleased => _pins.Driven(Board.LatchPin) == PinValue.High;

    /// <summary>Whether the door stands open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Pushes the door.</summary>
    /// <returns>Whether it gave way.</returns>
    public bool TryOpen()
    {
        if (IsReleased)
            Move(true);
        return IsOpen;
    }

    /// <summary>Breaks the door open.</summary>
    public void Force() => Move(true);

    /// <summary>Closes the door.</summary>
    public void Close() => Move(false);

    /// <summary>Presses or lets go of the request-to-exit.</summary>
    public void PressRequestToExit(bool pressed) => _pins.Wire(Board.RequestToExitPin, pressed ? PinValue.Low : null);

    private void Move(bool open)
    {
        IsOpen = open;
        Wire();
    }

    private void Wire()
    {
        bool isHigh = IsOpen == Board.DoorContactOpenIsHigh;
        _pins.Wire(Board.DoorContactPin, isHigh ? PinValue.High : PinValue.Low);
    }
}
