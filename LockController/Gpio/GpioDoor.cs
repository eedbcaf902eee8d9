using System.Device.Gpio;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Gpio;

/// <summary>The wires of the door on the board's pins. The firmware polls them; it uses no interrupts.</summary>
public sealed class GpioDoor : IDoorPort
{
    private const int DebounceMs = 40;

    private readonly GpioPin _latch;
    private readonly DebouncedInput? _contact;
    private readonly DebouncedInput? _bolt;
    private readonly DebouncedInput? _requestToExit;
    private readonly DebouncedInput? _fireAlarm;
    private readonly DebouncedInput? _housing;
    private readonly DebouncedInput? _resetButton;

    /// <summary>Opens the pins of the board. Opening an output drives it low, which secures the latch.</summary>
    /// <param name="controller">The board's GPIO.</param>
    /// <param name="uptime">Monotonic time, for the debouncing.</param>
    public GpioDoor(GpioController controller, IUptime uptime)
    {
        _latch = controller.OpenPin(Board.LatchPin, PinMode.Output);
        _latch.Write(PinValue.Low);
        _requestToExit = DebouncedInput.Open(controller, Board.RequestToExitPin, false, DebounceMs, true, uptime);
        _fireAlarm = DebouncedInput.Open(controller, Board.FireReleasePin, true, DebounceMs, true, uptime);
        _contact = DebouncedInput.Open(controller, Board.DoorContactPin, Board.DoorContactOpenIsHigh, DebounceMs, false, uptime);
        _bolt = DebouncedInput.Open(controller, Board.BoltSensorPin, Board.BoltSensorReleasedIsHigh, DebounceMs, false, uptime);
        _housing = DebouncedInput.Open(controller, Board.TamperPin, true, DebounceMs, false, uptime);
        _resetButton = DebouncedInput.Open(controller, Board.ResetButtonPin, false, DebounceMs, false, uptime);
    }

    /// <inheritdoc/>
    public bool IsFailSafe => Board.LatchFailSafe;

    /// <inheritdoc/>
    public bool HasContact => _contact != null;

    /// <inheritdoc/>
    public bool IsOpen => IsActive(_contact);

    /// <inheritdoc/>
    public bool HasBoltSensor => _bolt != null;

    /// <inheritdoc/>
    public bool IsBoltReleased => IsActive(_bolt);

    /// <inheritdoc/>
    public bool IsRequestToExit => IsActive(_requestToExit);

    /// <inheritdoc/>
    public bool IsFireAlarm => IsActive(_fireAlarm);

    /// <inheritdoc/>
    public bool IsHousingOpen => IsActive(_housing);

    /// <inheritdoc/>
    public bool IsResetPressed => IsActive(_resetButton);

    /// <inheritdoc/>
    public void DriveLatch(bool released) => _latch.Write(released ? PinValue.High : PinValue.Low);

    private static bool IsActive(DebouncedInput? input) => input != null && input.IsActive;
}
