using System.Device.Gpio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>
/// Virtual pins, as a driver of System.Device.Gpio. Tests see what the firmware drives, and set what it
/// reads. As on the chip, opening an output drives it low. All members may be used from any thread. With real lines the same levels are
/// driven there, and the inputs are theirs.
/// </summary>
/// <param name="lines">The lines of a computer, by the same numbers; null for none.</param>
public sealed class VirtualPins(GpioDriver? lines = null) : GpioDriver
{
    private const int Count = 49;

    private readonly GpioController? _lines = lines == null ? null : new GpioController(lines);

    private readonly PinMode[] _modes = new PinMode[Count];
    private readonly bool[] _open = new bool[Count];
    private readonly PinValue[] _driven = new PinValue[Count];
    private readonly PinValue?[] _wired = new PinValue?[Count];

    /// <summary>An output has changed. Arguments: the pin and its new level.</summary>
    public event Action<int, PinValue>? OutputChanged;

    /// <summary>Whether there are real lines.</summary>
    public bool HasLines => _lines != null;

    /// <inheritdoc/>
    protected override int PinCount => Count;

    /// <summary>The level that the firmware drives.</summary>
    public PinValue Driven(int pin) => _driven[pin];

    /// <summary>Whether the firmware drives a pin high. False for -1, a wire that is not fitted.</summary>
    public bool IsHigh(int pin) => pin >= 0 && _driven[pin] == PinValue.High;

    /// <summary>Whether the firmware has opened a pin.</summary>
    public bool IsOpen(int pin) => _open[pin];

    /// <summary>Connects an input to a level, or with null to nothing, so that its pull resistor decides.</summary>
    public void Wire(int pin, PinValue? level) => _wired[pin] = level;

    /// <summary>
    /// The level that an input is connected to. Null if it is connected to nothing, and for -1, a wire that is not fitted.
    /// </summary>
    public PinValue? Wired(int pin) => pin < 0 ? null : _wired[pin];

    /// <summary>Cuts the power: all outputs go low.</summary>
    public void PowerOff()
    {
        for (int pin = 0; pin < Count; pin++)
        {
            _open[pin] = false;
            Drive(pin, PinValue.Low);
        }
    }

    /// <summary>The level of a real input that the firmware has opened; null if there is none.</summary>
    public PinValue? Level(int pin) => _lines is { } real && pin >= 0 && _open[pin] ? real.Read(pin) : null;

    /// <summary>Lets go of the real lines.</summary>
    public void CloseLines() => _lines?.Dispose();

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber)
    {
        _lines?.OpenPin(pinNumber);
        _open[pinNumber] = true;
    }

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber)
    {
        _open[pinNumber] = false;
        if (_lines is not { } real)
            return;
        // Who holds the line then may leave it as it was.
        if (_modes[pinNumber] == PinMode.Output)
            real.Write(pinNumber, PinValue.Low);
        real.ClosePin(pinNumber);
    }

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        _modes[pinNumber] = mode;
        _lines?.SetPinMode(pinNumber, mode);
        if (mode == PinMode.Output)
            Write(pinNumber, PinValue.Low);
    }

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) =>
        mode is PinMode.Input or PinMode.InputPullUp or PinMode.InputPullDown or PinMode.Output;

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber) => _modes[pinNumber] == PinMode.Output
        ? _driven[pinNumber]
        : _lines is { } real ? real.Read(pinNumber)
        : _wired[pinNumber] ?? (_modes[pinNumber] == PinMode.InputPullUp ? PinValue.High : PinValue.Low);

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value)
    {
        _lines?.Write(pinNumber, value);
        Drive(pinNumber, value);
    }

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The firmware polls its inputs.");

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new NotSupportedException("The firmware polls its inputs.");

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
    }

    private void Drive(int pin, PinValue value)
    {
        if (_driven[pin] == value)
            return;
        _driven[pin] = value;
        OutputChanged?.Invoke(pin, value);
    }
}
