using System.Device.Gpio;
using LockFirmware.LockController.Gpio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>The door around the board's pins: a person can push it, force it and press the request-to-exit, wedge its bolt,
/// open the lock's housing and sound the fire alarm.</summary>
public sealed class VirtualDoor
{
    private static readonly int[] Inputs =
        [Board.RequestToExitPin, Board.FireReleasePin, Board.DoorContactPin, Board.BoltSensorPin, Board.TamperPin, Board.ResetButtonPin];

    private readonly VirtualPins _pins;
    private readonly PinValue?[] _restingLevels;

    /// <summary>A closed door.</summary>
    public VirtualDoor(VirtualPins pins)
    {
        _pins = pins;
        pins.OutputChanged += (pin, _) =>
        {
            if (pin == Board.LatchPin)
                MoveBolt();
        };
        SoundFireAlarm(false);
        OpenHousing(false);
        PressReset(false);
        WireBolt();
        Wire();
        _restingLevels = [.. Inputs.Select(pins.Wired)];
    }

    /// <summary>Whether the latch is driven to let the door go.</summary>
    public bool IsReleased => _pins.Driven(Board.LatchPin) == PinValue.High;

    /// <summary>Whether the latch is secured and all wires are as at a closed door with nobody near.</summary>
    public bool IsAtRest
    {
        get
        {
            for (int i = 0; i < Inputs.Length; i++)
            {
                if (_pins.Wired(Inputs[i]) != _restingLevels[i])
                    return false;
            }
            return !IsReleased;
        }
    }

    /// <summary>Whether the bolt is out of the way.</summary>
    public bool IsBoltReleased { get; private set; }

    /// <summary>Whether the bolt stays where it is, whatever the latch does.</summary>
    public bool IsBoltStuck { get; private set; }

    /// <summary>Whether the door stands open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Pushes the door.</summary>
    /// <returns>Whether it gave way.</returns>
    public bool TryOpen()
    {
        if (IsBoltReleased)
            Move(true);
        return IsOpen;
    }

    /// <summary>Breaks the door open.</summary>
    public void Force() => Move(true);

    /// <summary>Closes the door.</summary>
    public void Close() => Move(false);

    /// <summary>Presses or lets go of the request-to-exit.</summary>
    public void PressRequestToExit(bool pressed) => _pins.Wire(Board.RequestToExitPin, pressed ? PinValue.Low : null);

    /// <summary>Wedges the bolt or frees it.</summary>
    public void StickBolt(bool stuck)
    {
        IsBoltStuck = stuck;
        MoveBolt();
    }

    /// <summary>Opens or closes the loop of the fire alarm.</summary>
    public void SoundFireAlarm(bool alarm) => _pins.Wire(Board.FireReleasePin, alarm ? PinValue.High : PinValue.Low);

    /// <summary>Opens or closes the housing of the lock.</summary>
    public void OpenHousing(bool open) => _pins.Wire(Board.TamperPin, open ? PinValue.High : PinValue.Low);

    /// <summary>Presses or lets go of the reset button inside the housing.</summary>
    public void PressReset(bool pressed) => _pins.Wire(Board.ResetButtonPin, pressed ? PinValue.Low : null);

    private void MoveBolt()
    {
        if (IsBoltStuck)
            return;
        IsBoltReleased = IsReleased;
        WireBolt();
    }

    private void WireBolt() =>
        _pins.Wire(Board.BoltSensorPin, IsBoltReleased == Board.BoltSensorReleasedIsHigh ? PinValue.High : PinValue.Low);

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
