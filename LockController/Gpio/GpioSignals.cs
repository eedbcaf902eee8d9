using System.Device.Gpio;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Gpio;

/// <summary>Lights and buzzer on the board's pins; high switches them on. Those that are not fitted are skipped.</summary>
public sealed class GpioSignals : ISignalPort
{
    private readonly GpioPin? _red;
    private readonly GpioPin? _green;
    private readonly GpioPin? _buzzer;

    /// <summary>Opens the pins of the board. Opening an output drives it low: the lights are dark and the buzzer is silent.</summary>
    /// <param name="controller">The board's GPIO.</param>
    public GpioSignals(GpioController controller)
    {
        _red = Open(controller, Board.RedLedPin);
        _green = Open(controller, Board.GreenLedPin);
        _buzzer = Open(controller, Board.BuzzerPin);
    }

    /// <inheritdoc/>
    public void Show(bool red, bool green, bool buzzer)
    {
        _red?.Write(red ? PinValue.High : PinValue.Low);
        _green?.Write(green ? PinValue.High : PinValue.Low);
        _buzzer?.Write(buzzer ? PinValue.High : PinValue.Low);
    }

    private static GpioPin? Open(GpioController controller, int pin)
    {
        if (pin < 0)
            return null;
        GpioPin opened = controller.OpenPin(pin, PinMode.Output);
        opened.Write(PinValue.Low);
        return opened;
    }
}
