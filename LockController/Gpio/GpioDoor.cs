using System.Device.Gpio;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Gpio;

/// <summary>The wires of the door on the board's pins. The firmware polls them; it uses no interrupts.</summary>
public sealed class GpioDoor : IDoorPort
{
    private readonly GpioPin _latch;
    private readonly InputPins _inputs;

    // The inputs.
    private readonly int _contact;
    private readonly int _bolt;
    private readonly int _requestToExit;
    private readonly int _fireAlarm;
    private readonly int _housing;
    private readonly int _resetButton;

    /// <summary>Opens the pins of the board. Opening an output drives it low, which secures the latch.</summary>
    /// <param name="controller">The board's GPIO.</param>
    /// <param name="uptime">Monotonic time, for the debouncing.</param>
    public GpioDoor(GpioController controller, IUptime uptime)
    {
        _latch = controller.OpenPin(Board.LatchPin, PinMode.Output);
        _latch.Write(PinValue.Low);
        _inputs = new InputPins(controller, uptime);
        _requestToExit = _inputs.Open(Board.RequestToExitPin, false, true);
        _fireAlarm = _inputs.Open(Board.FireReleasePin, true, true);
        _contact = _inputs.Open(Board.DoorContactPin, Board.DoorContactOpenIsHigh, false);
        _bolt = _inputs.Open(Board.BoltSensorPin, Board.BoltSensorReleasedIsHigh, false);
        _housing = _inputs.Open(Board.TamperPin, true, false);
        _resetButton = _inputs.Open(Board.ResetButtonPin, false, false);
    }

    /// <inheritdoc/>
    public bool IsFailSafe => Board.LatchFailSafe;

    /// <inheritdoc/>
    public bool HasContact => _contact != InputPins.None;

    /// <inheritdoc/>
    public bool IsOpen => _inputs.IsActive(_contact);

    /// <inheritdoc/>
    public bool HasBoltSensor => _bolt != InputPins.None;

    /// <inheritdoc/>
    public bool IsBoltReleased => _inputs.IsActive(_bolt);

    /// <inheritdoc/>
    public bool IsRequestToExit => _inputs.IsActive(_requestToExit);

    /// <inheritdoc/>
    public bool IsFireAlarm => _inputs.IsActive(_fireAlarm);

    /// <inheritdoc/>
    public bool IsHousingOpen => _inputs.IsActive(_housing);

    /// <inheritdoc/>
    public bool IsResetPressed => _inputs.IsActive(_resetButton);

    /// <inheritdoc/>
    public void DriveLatch(bool released) => _latch.Write(released ? PinValue.High : PinValue.Low);
}
