using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Door;

/// <summary>
/// The owner of the latch output: it is released while the lock wishes so, for a time after the request-to-exit was pressed,
/// or as long as the fire alarm lasts. Needs no memory, no radio, no clock and no identity, and allocates nothing, so people
/// are let out whatever became of the rest of the lock. All members may be used from any thread; its lock is never held
/// longer than a look at two inputs and a write of one output.
/// </summary>
public sealed class Egress
{
    /// <summary>How often <see cref="Tick"/> is to be called by a thread of its own, ms, at most.</summary>
    public const int PollMs = 10;

    /// <summary>For how long the request-to-exit releases before the lock has read its configuration, ms.</summary>
    public const int ReleaseMsDefault = 5_000;

    /// <summary>For how long the latch is let go when it has not followed its release, before it is driven anew, ms.</summary>
    public const long RetryMs = 100;

    private readonly object _gate = new object();
    private readonly IDoorPort _port;
    private bool _isWished;
    private bool _isOver;
    private bool _isPressed;
    private bool _isFire;
    private bool _isReleased;
    private bool _isDriven;
    private bool _isSure = true;
    private long _exitUntilMs = -1;
    private long _retryUntilMs = -1;
    private long _lastReleasedMs = -DoorController.OpeningGraceMs;
    private int _presses;
    private int _fires;

    /// <summary>Takes over a door; the latch is secured.</summary>
    public Egress(IDoorPort port)
    {
        _port = port;
        port.DriveLatch(false);
    }

    /// <summary>The wires.</summary>
    public IDoorPort Port => _port;

    /// <summary>For how long the request-to-exit releases once it is let go, ms.</summary>
    public int ReleaseMs { get; set; } = ReleaseMsDefault;

    /// <summary>Whether the latch is commanded to release.</summary>
    public bool IsReleased => _isReleased;

    /// <summary>Whether the fire alarm releases it.</summary>
    public bool IsFire => _isFire;

    /// <summary>Looks at the request-to-exit and the fire alarm, lets time pass, and drives the latch.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Tick(long uptimeMs)
    {
        lock (_gate)
            ServeAlone(uptimeMs);
    }

    /// <summary>As <see cref="Tick"/>, for the supervisor when the thread that should do it is gone: waits for nobody who holds the lock.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void ServeAlone(long uptimeMs)
    {
        try
        {
            Look(uptimeMs);
        }
        finally
        {
            Drive(uptimeMs);
        }
    }

    /// <summary>What the lock wishes; driven at once. A port that throws ends the wish, and what it did is made good.</summary>
    public void Wish(bool released, long uptimeMs)
    {
        lock (_gate)
        {
            _isWished = released && !_isOver;
            try
            {
                Drive(uptimeMs);
            }
            catch (System.Exception)
            {
                _isWished = false;
                throw;
            }
        }
    }

    /// <summary>What the lock wishes does not count any more, until the board starts again; the latch follows at the next <see cref="Tick"/>. Waits for nobody.</summary>
    public void EndWish()
    {
        _isOver = true;
        _isWished = false;
    }

    /// <summary>
    /// The bolt has not followed. A release is let go for <see cref="RetryMs"/> and driven anew, except in a fire or while the
    /// request-to-exit is pressed; a latch that does not secure is told once more, but never released for it.
    /// </summary>
    public void TryAgain(long uptimeMs)
    {
        lock (_gate)
        {
            if (_isReleased && !_isFire && !_isPressed)
                _retryUntilMs = uptimeMs + RetryMs;
            _isSure = false;
            Drive(uptimeMs);
        }
    }

    /// <summary>The door has closed behind somebody: a request-to-exit that is not pressed any more is over.</summary>
    public void EndExit()
    {
        lock (_gate)
        {
            if (!_isPressed)
                _exitUntilMs = -1;
        }
    }

    /// <summary>Whether what the lock wishes does not count any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>Whether request-to-exit or fire alarm release the latch, whatever the lock wishes. Waits for nobody.</summary>
    public bool IsForcedFree(long uptimeMs) => _isFire || uptimeMs < _exitUntilMs;

    /// <summary>How many presses <see cref="TakePresses"/> would give. Waits for nobody.</summary>
    public int Presses => _presses;

    /// <summary>How many alarms <see cref="TakeFires"/> would give. Waits for nobody.</summary>
    public int Fires => _fires;

    /// <summary>How long ago the latch was last commanded to release, ms.</summary>
    public long MsSinceReleased(long uptimeMs)
    {
        lock (_gate)
            return uptimeMs - _lastReleasedMs;
    }

    /// <summary>How often the request-to-exit was pressed since this was last asked.</summary>
    public int TakePresses()
    {
        lock (_gate)
        {
            int presses = _presses;
            _presses = 0;
            return presses;
        }
    }

    /// <summary>How often the fire alarm has begun since this was last asked.</summary>
    public int TakeFires()
    {
        lock (_gate)
        {
            int fires = _fires;
            _fires = 0;
            return fires;
        }
    }

    private void Look(long uptimeMs)
    {
        bool isFire = _port.IsFireAlarm;
        if (isFire && !_isFire)
        {
            _fires++;
            _retryUntilMs = -1;
        }
        _isFire = isFire;
        bool isPressed = _port.IsRequestToExit;
        if (isPressed)
            _exitUntilMs = uptimeMs + ReleaseMs;
        if (isPressed && !_isPressed)
        {
            _presses++;
            _retryUntilMs = -1;
        }
        _isPressed = isPressed;
    }

    private void Drive(long uptimeMs)
    {
        _isReleased = _isWished || _isFire || uptimeMs < _exitUntilMs;
        if (_isReleased)
            _lastReleasedMs = uptimeMs;
        bool drives = _isReleased && uptimeMs >= _retryUntilMs;
        if (drives == _isDriven && _isSure)
            return;
        // A port that throws has done nobody knows what: it is driven until it has not thrown.
        _isSure = false;
        _port.DriveLatch(drives);
        _isDriven = drives;
        _isSure = true;
    }
}
