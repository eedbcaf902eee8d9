using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries.Gpio;

/// <summary>How a pin is used.</summary>
public enum PinMode
{
    /// <summary>Input.</summary>
    Input,

    /// <summary>Output.</summary>
    Output,

    /// <summary>Input with a pull-down.</summary>
    InputPullDown,

    /// <summary>Input with a pull-up.</summary>
    InputPullUp,
}

/// <summary>A level. Source: nanoframework/System.Device.Gpio, PinValue.cs.</summary>
public readonly struct PinValue : IEquatable<PinValue>
{
    private readonly byte _value;

    private PinValue(byte value) => _value = value;

    /// <summary>High.</summary>
    public static PinValue High => new(1);

    /// <summary>Low.</summary>
    public static PinValue Low => new(0);

    /// <summary>Compares two levels.</summary>
    public static bool operator ==(PinValue left, PinValue right) => left._value == right._value;

    /// <summary>Compares two levels.</summary>
    public static bool operator !=(PinValue left, PinValue right) => left._value != right._value;

    /// <inheritdoc/>
    public bool Equals(PinValue other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PinValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value;
}

/// <summary>The levels of the pins of the device that runs.</summary>
public sealed class DevicePins
{
    /// <summary>The pins of the device that runs.</summary>
    internal static DevicePins Current { get; set; } = null!;

    /// <summary>Whether each pin is high.</summary>
    internal bool[] IsHigh { get; } = new bool[64];

    /// <summary>The input that follows an output, and whether it is high when the output is: the bolt's sensor.</summary>
    internal (int Output, int Input, bool IsSame) Link { get; set; } = (-1, 0, false);

    /// <summary>What the library keeps of the opened pins: a static list.</summary>
    internal ArrayList Bundles { get; } = GpioController.NewPins();

    /// <summary>The library's listener to interrupts: a static object.</summary>
    internal GpioPinEventListener Listener { get; } = new();
}

/// <summary>Opens pins. Source: nanoframework/System.Device.Gpio, GpioController.cs.</summary>
public sealed class GpioController : LibraryObject
{
    // It has the name that the firmware looks for.
#pragma warning disable IDE1006 // Naming Styles
    private static ArrayList s_GpioPins = new();
#pragma warning restore IDE1006

    private readonly bool _disposedValue;
    private readonly int _numberingScheme;

    /// <summary>Begins a device's life.</summary>
    internal static ArrayList NewPins() => s_GpioPins = new ArrayList();

    /// <summary>Opens a pin.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = new(pinNumber, mode);
        DevicePins.Current.Listener.Pins.Add(pin);
        DevicePins.Current.Bundles.Add(new GpioPinBundle(pinNumber, pin));
        return pin;
    }

    private sealed class GpioPinBundle(int number, GpioPin pin) : LibraryObject
    {
        private readonly int _number = number;
        private readonly GpioPin _pin = pin;
        private readonly int _gpioEvents;
        private readonly Delegate? _gpioPinChange;
        private readonly int _gpioEventsHappening;
    }
}

/// <summary>Receives interrupts. Source: nanoframework/System.Device.Gpio, GpioPinEventListener.cs.</summary>
public sealed class GpioPinEventListener : LibraryObject
{
    private readonly ArrayList _pinMap = new();

    internal ArrayList Pins => _pinMap;
}

/// <summary>A pin. Source: nanoframework/System.Device.Gpio, GpioPin.cs.</summary>
public sealed class GpioPin : LibraryObject
{
    private readonly object _syncLock = Meter.Note(new object());
    private readonly int _pinNumber;
    private readonly PinMode _pinMode;
    private readonly TimeSpan _debounceTimeout;
    private readonly Delegate? _callbacks;
    private readonly PinValue _lastInputValue;
    private readonly bool _disposedValue;

    internal GpioPin(int number, PinMode mode)
    {
        _pinNumber = number;
        _pinMode = mode;
    }

    /// <summary>Reads the level.</summary>
    public PinValue Read() => DevicePins.Current.IsHigh[_pinNumber] ? PinValue.High : PinValue.Low;

    /// <summary>Drives the level.</summary>
    public void Write(PinValue value)
    {
        DevicePins pins = DevicePins.Current;
        pins.IsHigh[_pinNumber] = value == PinValue.High;
        if (pins.Link.Output == _pinNumber && pins.Link.Input >= 0)
            pins.IsHigh[pins.Link.Input] = pins.IsHigh[_pinNumber] == pins.Link.IsSame;
    }
}
