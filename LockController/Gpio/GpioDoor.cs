using System.Device.Gpio;
using LockFirmware.LockController.Door;

namespace LockFirmware.LockController.Gpio;

/// <summary>The wires of the door on the board's pins. The lock's thread polls the inputs; nothing runs in an interrupt.</summary>
public sealed class GpioDoor : IDoorPort
{
    private const int ContactDebounceMs = 40;

    // One sample may be a spark on a long wire; the release must come within 50 ms.
    private const int RequestToExitDebounceMs = 20;

    private readonly GpioPin _latch;
    private readonly GpioPin? _contact;
    private readonly GpioPin? _requestToExit;
    private readonly Clock.IUptime _uptime;
    private bool _isOpen;
    private long _contactStableSinceMs;
    private bool _contactSeen;
    private bool _requestSeen;
    private long _requestSinceMs;

    /// <summary>Opens the pins of the board. Opening an output drives it low, which secures the latch.</summary>
    /// <param name="controller">The board's GPIO.</param>
    /// <param name="uptime">For the debouncing of the contact.</param>
    public GpioDoor(GpioController controller, Clock.IUptime uptime)
    {
        _uptime = uptime;
        _latch = controller.OpenPin(Board.LatchPin, PinMode.Output);
        _latch.Write(PinValue.Low);
        if (Board.DoorContactPin >= 0)
            _contact = controller.OpenPin(Board.DoorContactPin, PinMode.InputPullUp);
        if (Board.RequestToExitPin >= 0)
            _requestToExit = controller.OpenPin(Board.RequestToExitPin, PinMode.InputPullUp);
        _isOpen = ReadContact();
        _contactSeen = _isOpen;
    }

    /// <inheritdoc/>
    public bool HasContact => _contact != null;

    /// <inheritdoc/>
    public bool IsOpen
    {
        get
        {
            bool now = ReadContact();
            if (now != _contactSeen)
            {
                _contactSeen = now;
                _contactStableSinceMs = _uptime.Milliseconds;
            }
            else if (now != _isOpen && _uptime.Milliseconds - _contactStableSinceMs >= ContactDebounceMs)
            {
                _isOpen = now;
            }
            return _isOpen;
        }
    }

    /// <inheritdoc/>
    public bool IsRequestToExit
    {
        get
        {
            bool isPressed = _requestToExit != null && _requestToExit.Read() == PinValue.Low;
            if (isPressed && !_requestSeen)
                _requestSinceMs = _uptime.Milliseconds;
            _requestSeen = isPressed;
            return isPressed && _uptime.Milliseconds - _requestSinceMs >= RequestToExitDebounceMs;
        }
    }

    /// <inheritdoc/>
    public void DriveLatch(bool released) => _latch.Write(released ? PinValue.High : PinValue.Low);

    private bool ReadContact() => _contact != null && _contact.Read() == (Board.DoorContactOpenIsHigh ? PinValue.High : PinValue.Low);
}
