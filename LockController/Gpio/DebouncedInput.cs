using System.Device.Gpio;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Gpio;

/// <summary>
/// An input with pull-up. A new level counts after it was stable for a time. On an urgent input the active level counts at once when
/// several reads in a row agree; a spark on a long wire is shorter than these reads. Only the thread that polls it may use it.
/// </summary>
internal sealed class DebouncedInput
{
    private const int UrgentReads = 8;

    private readonly GpioPin _pin;
    private readonly IUptime _uptime;
    private readonly bool _isActiveHigh;
    private readonly bool _isUrgent;
    private readonly int _debounceMs;
    private bool _isActive;
    private bool _seen;
    private long _seenSinceMs;

    private DebouncedInput(GpioPin pin, IUptime uptime, bool isActiveHigh, int debounceMs, bool isUrgent)
    {
        _pin = pin;
        _uptime = uptime;
        _isActiveHigh = isActiveHigh;
        _debounceMs = debounceMs;
        _isUrgent = isUrgent;
        _isActive = Read();
        _seen = _isActive;
    }

    /// <summary>Opens an input.</summary>
    /// <param name="controller">The board's GPIO.</param>
    /// <param name="pin">The pin; below 0 when nothing is fitted.</param>
    /// <param name="isActiveHigh">Which level is the active one.</param>
    /// <param name="debounceMs">How long a new level must be stable before it counts, ms.</param>
    /// <param name="isUrgent">Whether the active level counts at once.</param>
    /// <param name="uptime">Monotonic time.</param>
    /// <returns>The input; null when nothing is fitted.</returns>
    internal static DebouncedInput? Open(GpioController controller, int pin, bool isActiveHigh, int debounceMs, bool isUrgent,
        IUptime uptime) =>
        pin < 0 ? null : new DebouncedInput(controller.OpenPin(pin, PinMode.InputPullUp), uptime, isActiveHigh, debounceMs, isUrgent);

    /// <summary>Reads the input, and returns whether it is active.</summary>
    internal bool IsActive
    {
        get
        {
            bool now = Read();
            if (now != _seen)
            {
                _seen = now;
                _seenSinceMs = _uptime.Milliseconds;
            }
            if (now != _isActive && ((now && _isUrgent) || _uptime.Milliseconds - _seenSinceMs >= _debounceMs))
                _isActive = now;
            return _isActive;
        }
    }

    private bool Read()
    {
        PinValue active = _isActiveHigh ? PinValue.High : PinValue.Low;
        for (int reads = _isUrgent ? UrgentReads : 1; reads > 0; reads--)
        {
            if (_pin.Read() != active)
                return false;
        }
        return true;
    }
}
