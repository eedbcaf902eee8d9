using System.Device.Gpio;
using System.Text;
using LockFirmware.LockController.Feedback;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>
/// A signal that was observed: its name, and one character of the table of patterns for each 100 ms up to its last light.
/// </summary>
public sealed record SeenSignal(Signal Signal, string Slots);

/// <summary>Observes the lights and the buzzer of a board in driven time.</summary>
public sealed class SignalWatch : IDisposable
{
    private readonly VirtualBoard _board;
    private readonly IBoardTime _time;
    private readonly List<(long Ms, Signal Signal, char Slot)> _changes = [];

    /// <summary>Starts to observe.</summary>
    public SignalWatch(VirtualBoard board, IBoardTime time)
    {
        _board = board;
        _time = time;
        Note();
        board.Pins.OutputChanged += OnOutput;
    }

    /// <summary>The signals shown so far, in order, without the dark time around them.</summary>
    public IReadOnlyList<SeenSignal> Seen()
    {
        List<SeenSignal> seen = [];
        StringBuilder slots = new();
        for (int i = 0; i < _changes.Count; i++)
        {
            long end = i + 1 < _changes.Count ? _changes[i + 1].Ms : _time.NowMs;
            slots.Append(_changes[i].Slot, Slots(end) - Slots(_changes[i].Ms));
            bool isLast = i + 1 == _changes.Count || _changes[i + 1].Signal != _changes[i].Signal;
            if (!isLast)
                continue;
            // A pattern that ends dark has no visible end.
            string lit = slots.ToString().TrimEnd('.');
            if (_changes[i].Signal != Signal.None && lit.Length > 0)
                seen.Add(new SeenSignal(_changes[i].Signal, lit));
            slots.Clear();
        }
        return seen;
    }

    /// <inheritdoc/>
    public void Dispose() => _board.Pins.OutputChanged -= OnOutput;

    private int Slots(long ms) => (int)((ms - _changes[0].Ms + (SignalPattern.SlotMs / 2)) / SignalPattern.SlotMs);

    private void OnOutput(int pin, PinValue value)
    {
        if (VirtualSignals.IsTheirs(pin))
            Note();
    }

    private void Note()
    {
        // The firmware drives the three pins one after the other at the same moment.
        if (_changes.Count > 0 && _changes[^1].Ms == _time.NowMs)
            _changes.RemoveAt(_changes.Count - 1);
        _changes.Add((_time.NowMs, _board.Signal, _board.Signals.Slot));
    }
}
