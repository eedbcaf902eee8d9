using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Door;

/// <summary>
/// Owns the latch output. The latch is released while the lock demands it, for a time after the request-to-exit was pressed, and as
/// long as the fire alarm lasts. Uses no memory, radio, clock or identity and allocates nothing, so that people can leave whatever
/// happens to the rest of the lock. All members may be used from any thread; the mutex is held only while two inputs are read and one
/// output is driven.
/// </summary>
public sealed class Egress
{
    /// <summary>How often a thread of its own must call <see cref="Tick"/>, ms, at most.</summary>
    public const int PollMs = 10;

    /// <summary>How long the request-to-exit releases before the lock has read its configuration, ms.</summary>
    public const int ReleaseMsDefault = 5_000;

    /// <summary>How long the output is off when the bolt has not followed its release, before it is driven again, ms.</summary>
    public const long RetryMs = 100;

    private const long Never = -1;

    private readonly object _gate = new object();
    private readonly IDoorPort _port;
    private bool _isDemanded;
    private bool _isDemandDisabled;
    private bool _isPressed;
    private bool _isFire;
    private long _exitUntilMs = Never;
    private long _retryUntilMs = Never;
    private long _lastReleasedMs = -DoorController.OpeningGraceMs;
    private int _presses;
    private int _fires;
    private LatchCommand _command;
    private LatchOutput _output;

    /// <summary>Takes over a door and secures the latch.</summary>
    public Egress(IDoorPort port)
    {
        _port = port;
        port.DriveLatch(false);
    }

    /// <summary>The wires of the door.</summary>
    public IDoorPort Port => _port;

    /// <summary>How long the request-to-exit releases after it was let go, ms.</summary>
    public int ReleaseMs { get; set; } = ReleaseMsDefault;

    /// <summary>What the latch is commanded to do.</summary>
    public LatchCommand Command => _command;

    /// <summary>What the output was driven to.</summary>
    public LatchOutput Output => _output;

    /// <summary>Whether the latch is commanded to release; also during the pause of a second try.</summary>
    public bool IsReleased => _command != LatchCommand.Secure;

    /// <summary>Whether the fire alarm releases the latch.</summary>
    public bool IsFire => _isFire;

    /// <summary>Reads request-to-exit and fire alarm, and drives the latch.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Tick(long uptimeMs)
    {
        lock (_gate)
            TickWithoutMutex(uptimeMs);
    }

    /// <summary>
    /// As <see cref="Tick"/>, for the supervisor when the thread that should call it is gone: does not wait for the mutex, which
    /// that thread may hold.
    /// </summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void TickWithoutMutex(long uptimeMs)
    {
        bool isAtRest = false;
        try
        {
            isAtRest = SampleInputs(uptimeMs);
        }
        finally
        {
            if (!isAtRest)
                Drive(uptimeMs);
        }
    }

    /// <summary>
    /// Sets what the lock demands, and drives the latch at once. When the port throws, the demand ends and the latch is driven
    /// again at the next call.
    /// </summary>
    /// <param name="released">Whether the lock demands a release.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void SetDemand(bool released, long uptimeMs)
    {
        lock (_gate)
        {
            _isDemanded = released && !_isDemandDisabled;
            try
            {
                Drive(uptimeMs);
            }
            catch (System.Exception)
            {
                _isDemanded = false;
                throw;
            }
        }
    }

    /// <summary>
    /// Ends the lock's demand and ignores every later one until the board starts again. The latch follows at the next
    /// <see cref="Tick"/>. Does not wait for the mutex.
    /// </summary>
    public void DisableDemand()
    {
        // Kept beside the demand, because a thread inside SetDemand may overwrite the demand a moment later.
        _isDemandDisabled = true;
        _isDemanded = false;
    }

    /// <summary>
    /// Drives the latch a second time, because the bolt has not followed. A release is paused for <see cref="RetryMs"/> first, except in
    /// a fire or while the request-to-exit is pressed; a latch that does not secure is driven again, but never released for it.
    /// </summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void RetryDrive(long uptimeMs)
    {
        lock (_gate)
        {
            if (IsReleased && !_isFire && !_isPressed)
                _retryUntilMs = uptimeMs + RetryMs;
            _output = LatchOutput.Unknown;
            Drive(uptimeMs);
        }
    }

    /// <summary>Ends the time after a request-to-exit, because the door was closed; not while the button is pressed.</summary>
    public void EndExit()
    {
        lock (_gate)
        {
            if (!_isPressed)
                _exitUntilMs = Never;
        }
    }

    /// <summary>Whether the lock's demand is ignored until the board starts again.</summary>
    public bool IsDemandDisabled => _isDemandDisabled;

    /// <summary>Whether request-to-exit or fire alarm release the latch, whatever the lock demands. Does not wait for the mutex.</summary>
    public bool IsReleasedByInput(long uptimeMs) => _isFire || uptimeMs < _exitUntilMs;

    /// <summary>How many presses <see cref="TakePresses"/> would give. Does not wait for the mutex.</summary>
    public int Presses => _presses;

    /// <summary>How many alarms <see cref="TakeFires"/> would give. Does not wait for the mutex.</summary>
    public int Fires => _fires;

    /// <summary>How long ago the latch was last commanded to release, ms.</summary>
    public long MsSinceReleased(long uptimeMs)
    {
        lock (_gate)
            return uptimeMs - _lastReleasedMs;
    }

    /// <summary>How often the request-to-exit was pressed since the last call.</summary>
    public int TakePresses()
    {
        lock (_gate)
        {
            int presses = _presses;
            _presses = 0;
            return presses;
        }
    }

    /// <summary>How often a fire alarm has begun since the last call.</summary>
    public int TakeFires()
    {
        lock (_gate)
        {
            int fires = _fires;
            _fires = 0;
            return fires;
        }
    }

    /// <summary>Reads both inputs.</summary>
    /// <returns>Whether nothing asks for a release and the output was driven to secure: the latch need not be looked at.</returns>
    private bool SampleInputs(long uptimeMs)
    {
        bool isFire = _port.IsFireAlarm;
        if (isFire && !_isFire)
        {
            _fires++;
            _retryUntilMs = Never;
        }
        _isFire = isFire;
        bool isPressed = _port.IsRequestToExit;
        if (isPressed)
        {
            _exitUntilMs = uptimeMs + ReleaseMs;
            if (!_isPressed)
            {
                _presses++;
                _retryUntilMs = Never;
            }
        }
        _isPressed = isPressed;
        return !isFire && !_isDemanded && _command == LatchCommand.Secure && _output == LatchOutput.Secured && uptimeMs >= _exitUntilMs;
    }

    private void Drive(long uptimeMs)
    {
        if (!_isDemanded && !IsReleasedByInput(uptimeMs))
            _command = LatchCommand.Secure;
        else
            _command = uptimeMs < _retryUntilMs ? LatchCommand.Pause : LatchCommand.Release;
        if (IsReleased)
            _lastReleasedMs = uptimeMs;
        LatchOutput output = _command == LatchCommand.Release ? LatchOutput.Released : LatchOutput.Secured;
        if (output == _output)
            return;
        // When the port throws, nobody knows what the output is; it is driven again until the port has not thrown.
        _output = LatchOutput.Unknown;
        _port.DriveLatch(output == LatchOutput.Released);
        _output = output;
    }
}
