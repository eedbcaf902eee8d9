using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Threading;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>The lines of a computer, as far as a lock uses them. As on Linux, a line must be open before it is used.</summary>
internal sealed class FakeLines : GpioDriver
{
    private const int Count = 28;

    private readonly PinMode?[] _modes = new PinMode?[Count];
    private readonly PinValue[] _levels = new PinValue[Count];

    public bool IsDisposed { get; private set; }

    /// <summary>What happened to a line: opened, an output's levels, closed.</summary>
    public List<string> Story { get; } = [];

    protected override int PinCount => Count;

    public bool IsOpen(int pin) => _modes[pin] != null;

    public PinValue Level(int pin) => _levels[pin];

    /// <summary>Sets the level of an input from outside.</summary>
    public void Drive(int pin, bool isHigh) => _levels[pin] = isHigh;

    protected override void OpenPin(int pinNumber)
    {
        Assert.IsFalse(IsOpen(pinNumber), $"line {pinNumber} is opened twice");
        _modes[pinNumber] = PinMode.Input;
        Story.Add($"{pinNumber} open");
    }

    protected override void ClosePin(int pinNumber)
    {
        Check(pinNumber);
        _modes[pinNumber] = null;
        Story.Add($"{pinNumber} closed");
    }

    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        Check(pinNumber);
        _modes[pinNumber] = mode;
    }

    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber] ?? PinMode.Input;

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    protected override PinValue Read(int pinNumber)
    {
        Check(pinNumber);
        return _levels[pinNumber];
    }

    protected override void Write(int pinNumber, PinValue value)
    {
        Check(pinNumber);
        Assert.AreEqual(PinMode.Output, _modes[pinNumber], $"line {pinNumber}");
        if (_levels[pinNumber] != value)
            Story.Add($"{pinNumber} {value}");
        _levels[pinNumber] = value;
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new NotSupportedException();

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void Check(int pin) => Assert.IsTrue(IsOpen(pin), $"line {pin} is not open");
}
