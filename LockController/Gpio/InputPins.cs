using System.Device.Gpio;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Gpio;

/// <summary>
/// Inputs with pull-up. A new level counts after it was stable for 40 ms. On an urgent input the active level counts at once when
/// several reads in a row agree; a spark on a long wire is shorter than these reads. The inputs are columns of arrays
/// (docs/architecture.md); an input may be used only by the thread that polls it.
/// </summary>
internal sealed class InputPins
{
    /// <summary>The input of an input that is not fitted.</summary>
    internal const int None = -1;

    private const int CountMax = 6;
    private const int DebounceMs = 40;
    private const int UrgentReads = 8;

    // Flags of an input.
    private const byte ActiveHigh = 1;
    private const byte Urgent = 2;
    private const byte Active = 4;
    private const byte SeenActive = 8;

    private readonly GpioController _controller;
    private readonly IUptime _uptime;
    private readonly GpioPin?[] _pins = new GpioPin?[CountMax];
    private readonly byte[] _flags = new byte[CountMax];
    private readonly long[] _seenSinceMs = new long[CountMax];
    private int _count;

    /// <summary>Starts without an input.</summary>
    /// <param name="controller">The board's GPIO.</param>
    /// <param name="uptime">Monotonic time.</param>
    internal InputPins(GpioController controller, IUptime uptime)
    {
        _controller = controller;
        _uptime = uptime;
    }

    /// <summary>Opens an input.</summary>
    /// <param name="pin">The pin; below 0 when nothing is fitted.</param>
    /// <param name="isActiveHigh">Which level is the active one.</param>
    /// <param name="isUrgent">Whether the active level counts at once.</param>
    /// <returns>The input for <see cref="IsActive"/>; <see cref="None"/> when nothing is fitted.</returns>
    internal int Open(int pin, bool isActiveHigh, bool isUrgent)
    {
        if (pin < 0)
            return None;
        int input = _count++;
        GpioPin opened = _controller.OpenPin(pin, PinMode.InputPullUp);
        _pins[input] = opened;
        byte flags = (byte)((isActiveHigh ? ActiveHigh : 0) | (isUrgent ? Urgent : 0));
        PinValue active = isActiveHigh ? PinValue.High : PinValue.Low;
        bool now = opened.Read() == active;
        for (int reads = isUrgent ? UrgentReads : 1; now && reads > 1; reads--)
            now = opened.Read() == active;
        if (now)
            flags |= Active | SeenActive;
        _flags[input] = flags;
        return input;
    }

    /// <summary>Reads an input, and returns whether it is active; false for <see cref="None"/>.</summary>
    internal bool IsActive(int input)
    {
        if (input < 0)
            return false;
        byte flags = _flags[input];
        // Not in a method of its own: each call takes memory, and this one may come on top of any other thread's.
        GpioPin pin = _pins[input]!;
        PinValue active = (flags & ActiveHigh) != 0 ? PinValue.High : PinValue.Low;
        bool now = pin.Read() == active;
        for (int reads = (flags & Urgent) != 0 ? UrgentReads : 1; now && reads > 1; reads--)
            now = pin.Read() == active;
        bool isActive = (flags & Active) != 0;
        bool isSeen = (flags & SeenActive) != 0;
        // Nothing changes at most polls.
        if (now == isActive && now == isSeen)
            return now;
        long uptimeMs = _uptime.Milliseconds;
        if (now != isSeen)
        {
            flags ^= SeenActive;
            _seenSinceMs[input] = uptimeMs;
        }
        if (now != isActive && ((now && (flags & Urgent) != 0) || uptimeMs - _seenSinceMs[input] >= DebounceMs))
            flags ^= Active;
        _flags[input] = flags;
        return (flags & Active) != 0;
    }
}
