using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Feedback;

/// <summary>
/// Shows the signal of a fault while the lock itself does not run, because it could not start. Made before the start and allocates
/// nothing afterwards, because memory may be what the start lacked. Belongs to the lock's thread.
/// </summary>
public sealed class FaultLight
{
    private readonly ISignalPort _port;
    private readonly string _slots = SignalTable.Of(Signal.Fault).Slots;
    private bool _isRed;

    /// <summary>A light that is dark until <see cref="Tick"/>.</summary>
    public FaultLight(ISignalPort port) => _port = port;

    /// <summary>Shows what the pattern has at a moment; call it every <see cref="SignalPattern.SlotMs"/>.</summary>
    public void Tick(long uptimeMs)
    {
        bool isRed = SignalPattern.IsRed(_slots[(int)(uptimeMs / SignalPattern.SlotMs % _slots.Length)]);
        if (isRed == _isRed)
            return;
        _port.Show(isRed, false, false);
        _isRed = isRed;
    }
}
