using System.Device.Gpio;
using LockFirmware.LockController.Gpio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>The door at the board's pins. A person can push it, force it, press the request to exit, wedge the bolt,
/// open the lock's housing and start the fire alarm.</summary>
public sealed class VirtualDoor
{
    private static readonly int[] Inputs =
        [Board.RequestToExitPin, Board.FireReleasePin, Board.DoorContactPin, Board.BoltSensorPin, Board.TamperPin, Board.ResetButtonPin];

    private readonly VirtualPins _pins;
    private readonly PinValue?[] _restingLevels;
    private bool _isBoltReleased;
    private bool _isOpen;

    /// <summary>Makes a closed door.</summary>
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

    /// <summary>Whether the latch is driven to release the door.</summary>
    public bool IsReleased => _pins.Driven(Board.LatchPin) == PinValue.High;

    /// <summary>Whether the latch is secured and all inputs are as at a closed door that nobody uses.</summary>
    public bool IsAtRest
    {
        get
        {
            // What happens at real lines is not known beforehand.
            if (_pins.HasLines)
                return false;
            for (int i = 0; i < Inputs.Length; i++)
            {
                if (_pins.Wired(Inputs[i]) != _restingLevels[i])
                    return false;
            }
            return !IsReleased;
        }
    }

    /// <summary>Whether the bolt is released.</summary>
    public bool IsBoltReleased
    {
        get => _pins.Level(Board.BoltSensorPin) is { } level
            ? level == PinValue.High == Board.BoltSensorReleasedIsHigh
            : _isBoltReleased;
        private set => _isBoltReleased = value;
    }

    /// <summary>Whether the bolt is wedged: it does not follow the latch.</summary>
    public bool IsBoltStuck { get; private set; }

    /// <summary>Whether the door is open.</summary>
    public bool IsOpen
    {
        get => _pins.Level(Board.DoorContactPin) is { } level ? level == PinValue.High == Board.DoorContactOpenIsHigh : _isOpen;
        private set => _isOpen = value;
    }

    /// <summary>Pushes the door.</summary>
    /// <returns>Whether it opened.</returns>
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

    /// <summary>Presses or releases the request to exit.</summary>
    public void PressRequestToExit(bool pressed) => _pins.Wire(Board.RequestToExitPin, pressed ? PinValue.Low : null);

    /// <summary>Wedges the bolt or frees it.</summary>
    public void StickBolt(bool stuck)
    {
        IsBoltStuck = stuck;
        MoveBolt();
    }

    /// <summary>Starts or ends the fire alarm: opens or closes its loop.</summary>
    public void SoundFireAlarm(bool alarm) => _pins.Wire(Board.FireReleasePin, alarm ? PinValue.High : PinValue.Low);

    /// <summary>Opens or closes the housing of the lock.</summary>
    public void OpenHousing(bool open) => _pins.Wire(Board.TamperPin, open ? PinValue.High : PinValue.Low);

    /// <summary>Presses or releases the reset button inside the housing.</summary>
    public void PressReset(bool pressed) => _pins.Wire(Board.ResetButtonPin, pressed ? PinValue.Low : null);

    private void MoveBolt()
    {
        if (IsBoltStuck)
            return;
        IsBoltReleased = IsReleased;
        WireBolt();
    }

    private void WireBolt() =>
        _pins.Wire(Board.BoltSensorPin, _isBoltReleased == Board.BoltSensorReleasedIsHigh ? PinValue.High : PinValue.Low);

    private void Move(bool open)
    {
        IsOpen = open;
        Wire();
    }

    private void Wire()
    {
        bool isHigh = _isOpen == Board.DoorContactOpenIsHigh;
        _pins.Wire(Board.DoorContactPin, isHigh ? PinValue.High : PinValue.Low);
    }
}
