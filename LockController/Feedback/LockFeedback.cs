using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Feedback;

/// <summary>
/// Light and sound of the lock: answers to keys, and alarms of the door and states of the lock while they last. Without a port
/// nothing is shown. Belongs to the lock's thread.
/// </summary>
public sealed class LockFeedback
{
    /// <summary>
    /// How many refusals a minute are heard; the others are light only, so that nobody can make noise with a key that is refused.
    /// </summary>
    public const int RefusalSoundsPerMinute = 6;

    private readonly ISignalPort? _port;
    private readonly LockMemory _memory;
    private readonly IDoorAlarms _door;
    private readonly SignalPlayer _player = new SignalPlayer();
    private readonly MinuteBudget _refusalSounds = new MinuteBudget(RefusalSoundsPerMinute);
    private bool _isRed;
    private bool _isGreen;
    private bool _isSounding;

    internal LockFeedback(ISignalPort? port, LockMemory memory, IDoorAlarms door, long uptimeMs)
    {
        _port = port;
        _memory = memory;
        _door = door;
        _player.Start(Signal.PoweredUp, false, uptimeMs);
    }

    /// <summary>The signal that is shown.</summary>
    public Signal Showing => _player.Showing;

    /// <summary>Whether somebody holds the reset button inside the housing.</summary>
    public bool IsResetting { get; internal set; }

    /// <summary>Whether the lock can open for nobody until it is repaired, or has started again.</summary>
    public bool HasFailed { get; internal set; }

    /// <summary>Makes the lock easy to find for the time of its pattern.</summary>
    public void Identify(long uptimeMs) => _player.Start(Signal.Identify, false, uptimeMs);

    /// <summary>
    /// Shows what became of an authentic request. One that is not authentic shows nothing: a stranger with a radio must
    /// not be able to make the lock flash and beep.
    /// </summary>
    internal void Answered(Command command, Status status, long uptimeMs)
    {
        Signal signal = AnswerSignals.Of(command, status);
        if (signal == Signal.None)
            return;
        bool isMuted = signal != Signal.Granted && !_refusalSounds.TryTake(uptimeMs);
        _player.Start(signal, isMuted, uptimeMs);
    }

    /// <summary>Lets time pass.</summary>
    internal void Tick(long uptimeMs)
    {
        _player.Set(Signal.Fire, _door.IsFire, uptimeMs);
        _player.Set(Signal.Resetting, IsResetting, uptimeMs);
        _player.Set(Signal.Forced, _door.IsForcedAlarm, uptimeMs);
        _player.Set(Signal.Tampered, _door.IsTampered, uptimeMs);
        _player.Set(Signal.HeldOpen, _door.IsHeldOpenAlarm, uptimeMs);
        _player.Set(Signal.Jammed, _door.IsJammed, uptimeMs);
        _player.Set(Signal.Fault, HasFailed || _memory.IsDamaged, uptimeMs);
        _player.Set(Signal.HeldOpenWarning, _door.IsHeldOpenWarning, uptimeMs);
        _player.Set(Signal.Unprovisioned, !_memory.Identity.IsProvisioned, uptimeMs);
        _player.Tick(uptimeMs);
        Show();
    }

    private void Show()
    {
        if (_port == null || (_player.IsRed == _isRed && _player.IsGreen == _isGreen && _player.IsSounding == _isSounding))
            return;
        _port.Show(_player.IsRed, _player.IsGreen, _player.IsSounding);
        _isRed = _player.IsRed;
        _isGreen = _player.IsGreen;
        _isSounding = _player.IsSounding;
    }
}
