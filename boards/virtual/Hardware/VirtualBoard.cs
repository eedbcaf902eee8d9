using System.Device.Gpio;
using LockFirmware.LockController;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Gpio;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>
/// A board on a PC that runs the firmware's own assemblies. Pins, flash, hardware clock and radio are models; the rest is
/// the product. With driven time everything runs on the caller's thread; with real time the lock has a thread of its own.
/// </summary>
public sealed class VirtualBoard : IPower, IHardwareClock, IUptime, IDisposable
{
    // A thread that hangs is abandoned.
    private const int StopMsMax = 5_000;

    private readonly IBoardTime _time;
    private readonly byte[] _setupSecret;
    private readonly Func<byte[], bool>? _entropy;
    private readonly object _power = new();
    private volatile Firmware? _firmware;
    private GpioController? _gpio;
    private Thread? _thread;
    private EgressLoop? _egressLoop;
    private Thread? _egressThread;
    private Supervisor? _supervisor;
    private SupervisorLoop? _supervisorLoop;
    private long _bootMs;
    private long _clockOffset;
    private bool _isClockRunning;
    private bool _isPumping;
    private readonly RestWatch _rest = new();

    /// <summary>Makes a new board without power.</summary>
    /// <param name="time">The time outside the board.</param>
    /// <param name="setupSecret">The setup secret that it was flashed with, 32 bytes.</param>
    /// <param name="flash">Its flash; empty if left out.</param>
    /// <param name="entropy">Fills 16 bytes; the generator of the system if left out.</param>
    /// <param name="lines">The lines of a computer for the pins; without them a virtual door is wired to the pins.</param>
    public VirtualBoard(IBoardTime time, byte[] setupSecret, VirtualFlash? flash = null, Func<byte[], bool>? entropy = null,
        GpioDriver? lines = null)
    {
        _time = time;
        _setupSecret = setupSecret;
        _entropy = entropy;
        Flash = flash ?? new VirtualFlash();
        Pins = new VirtualPins(lines);
        Door = new VirtualDoor(Pins);
        Signals = new VirtualSignals(Pins);
        Air = new VirtualAir(time.ForRadio(Pump));
        time.ForEgress(ServeEgress);
        time.ForRest(RestsUntilMs);
    }

    /// <summary>The flash, which keeps its content without power.</summary>
    public VirtualFlash Flash { get; }

    /// <summary>The pins.</summary>
    public VirtualPins Pins { get; }

    /// <summary>The door.</summary>
    public VirtualDoor Door { get; }

    /// <summary>The lights and the buzzer.</summary>
    public VirtualSignals Signals { get; }

    /// <summary>The signal that the firmware shows.</summary>
    public Signal Signal => _firmware?.Engine.Feedback.Showing ?? Signal.None;

    /// <summary>The radio.</summary>
    public VirtualAir Air { get; }

    /// <summary>The running firmware; null without power.</summary>
    public Firmware? Firmware => _firmware;

    /// <summary>How often the firmware has asked for a reboot.</summary>
    public int RebootCount { get; private set; }

    /// <summary>The error of the hardware clock after a power cut, seconds.</summary>
    public long ClockErrorSeconds { get; set; }

    /// <summary>The board has rebooted without a power cut.</summary>
    public event Action? Rebooted;

    /// <inheritdoc/>
    long IUptime.Milliseconds => _time.NowMs - _bootMs;

    /// <inheritdoc/>
    uint IHardwareClock.Seconds => _isClockRunning ? (uint)(_time.NowMs / 1000 + _clockOffset + ClockErrorSeconds) : 0;

    /// <summary>Turns the power on.</summary>
    public void PowerOn()
    {
        lock (_power)
            Boot();
    }

    /// <summary>Cuts the power: memory and clock are lost, and the latch is secured.</summary>
    public void CutPower()
    {
        _isClockRunning = false;
        Stop();
    }

    /// <summary>Lets the lock's thread do all queued work at this moment. Only when time is driven.</summary>
    public void Pump()
    {
        if (_isPumping || _firmware == null)
            return;
        _isPumping = true;
        try
        {
            _firmware.RunOnce();
            _rest.Look(IsTalking, Flash.Files.OperationCount, _time.NowMs);
        }
        catch (BoardRebootException)
        {
            Restart(_firmware!);
        }
        finally
        {
            _isPumping = false;
        }
    }

    /// <summary>One round of the thread that serves the request to exit. Only when time is driven.</summary>
    public void ServeEgress() => _egressLoop?.RunOnce();

    /// <summary>
    /// The moment until which the firmware has nothing to do unless something happens outside, in milliseconds of the board's time.
    /// </summary>
    public long RestsUntilMs() => _firmware == null ? long.MaxValue : _rest.UntilMs(IsTalking || !Door.IsAtRest, _time.NowMs);

    /// <summary>Whether the firmware serves a phone or plays a signal.</summary>
    private bool IsTalking => Air.HasCentral || Signal != Signal.None;

    /// <summary>One round of the supervisor. Only when time is driven, and only if no other round is due.</summary>
    public void Supervise()
    {
        Supervisor? supervisor = _supervisor;
        supervisor?.Check(_time.NowMs - _bootMs);
        supervisor?.Own.SetIdle();
    }

    /// <summary>The supervisor of the firmware's threads; null without power.</summary>
    public Supervisor? Supervisor => _supervisor;

    /// <inheritdoc/>
    void IHardwareClock.Set(uint seconds)
    {
        _clockOffset = seconds - _time.NowMs / 1000;
        _isClockRunning = true;
        ClockErrorSeconds = 0;
    }

    /// <inheritdoc/>
    void IPower.Reboot()
    {
        _firmware?.Stop();
        throw new BoardRebootException();
    }

    /// <inheritdoc/>
    void IPower.FillEntropy(byte[] target)
    {
        if (_entropy == null || !_entropy(target))
            System.Security.Cryptography.RandomNumberGenerator.Fill(target);
    }

    /// <inheritdoc/>
    void IPower.CompactMemory()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        Pins.CloseLines();
    }

    private void Boot()
    {
        _bootMs = _time.NowMs;
        _rest.Start(Flash.Files.OperationCount, _bootMs);
        _gpio = new GpioController(Pins);
        Air.PowerOn();
        VirtualAir? before = VirtualAir.Current;
        VirtualAir.Current = Air;
        try
        {
            Egress egress = new(new GpioDoor(_gpio, this));
            _supervisor = new Supervisor(egress, new SupervisedPower(this), _time.NowMs - _bootMs);
            _egressLoop = new EgressLoop(egress, this, _supervisor);
            if (_time.IsReal)
                StartThreads(_egressLoop, _supervisor);
            else
                _supervisor.Own.SetIdle();
            Flash.Mount();
            _supervisor.Files = Flash.Files;
            _supervisor.NoteEarlierStarts(Flash.Files.Read(FaultNote.FileName));
            LockParts parts =
                new(Flash.Records, Flash.Events, this, egress, this, _setupSecret)
                {
                    Signals = new GpioSignals(_gpio),
                    Files = Flash.Files
                };
            _firmware = new Firmware(parts, this, Board.Name, _supervisor);
            if (_time.IsReal)
                StartThread(_firmware);
        }
        finally
        {
            VirtualAir.Current = before;
        }
    }

    private void StartThreads(EgressLoop egressLoop, Supervisor supervisor)
    {
        _egressThread = new Thread(egressLoop.Run) { IsBackground = true, Name = "egress" };
        _egressThread.Start();
        _supervisorLoop = new SupervisorLoop(supervisor, this);
        new Thread(_supervisorLoop.Run) { IsBackground = true, Name = "supervisor" }.Start();
    }

    /// <summary>The reboot of the supervisor. The thread that hangs is abandoned, as by a reset of the chip.</summary>
    private void RebootWithoutThreads()
    {
        Firmware? firmware = _firmware;
        if (firmware == null)
            return;
        firmware.Stop();
        _supervisorLoop?.Stop();
        if (_time.IsReal)
            new Thread(() => Restart(firmware)) { IsBackground = true, Name = "reset" }.Start();
        else
            Restart(firmware);
    }

    private void StartThread(Firmware firmware)
    {
        _thread = new Thread(() =>
        {
            firmware.Run();
            Restart(firmware);
        })
        { IsBackground = true, Name = "lock" };
        _thread.Start();
    }

    private void Restart(Firmware ended)
    {
        lock (_power)
        {
            // Somebody may have cut the power meanwhile; then it stays off.
            if (!ReferenceEquals(_firmware, ended))
                return;
            RebootCount++;
            _thread = null;
            Stop();
            PowerOn();
        }
        Rebooted?.Invoke();
    }

    private void Stop()
    {
        Thread? thread;
        lock (_power)
        {
            _firmware?.Stop();
            _firmware = null;
            thread = _thread;
            _thread = null;
        }
        // Outside the lock statement: a thread that is about to restart takes the same lock to see that it must not.
        thread?.Join(StopMsMax);
        _supervisorLoop?.Stop();
        _egressLoop?.Stop();
        _egressThread?.Join(StopMsMax);
        _egressThread = null;
        lock (_power)
        {
            _egressLoop = null;
            _supervisor = null;
            Air.PowerOff();
            _gpio?.Dispose();
            _gpio = null;
            Pins.PowerOff();
        }
    }

    private sealed class SupervisedPower(VirtualBoard board) : IPower
    {
        public void Reboot() => board.RebootWithoutThreads();

        public void FillEntropy(byte[] target) => ((IPower)board).FillEntropy(target);

        public void CompactMemory()
        {
        }
    }
}
