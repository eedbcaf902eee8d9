using System.Threading;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Bluetooth;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController;

/// <summary>
/// The firmware on a board: engine, radio, and the one thread that changes the lock's state. The board calls
/// <see cref="Run"/>, or <see cref="RunOnce"/> repeatedly when a test drives the time.
/// </summary>
public sealed class Firmware
{
    /// <summary>How often the lock reads its inputs when the radio is silent, ms.</summary>
    public const int TickMs = 20;

    /// <summary>How often it does so while the latch is secured and nothing is shown, ms. A write or read wakes it at once.</summary>
    public const int RestTickMs = 100;

    private readonly IUptime _uptime;
    private readonly RadioQueue _queue = new RadioQueue();
    private readonly GattRequestDispatcher _requests;
    private readonly Supervisor _supervisor;
    private long _tickedMs;
    private bool _isStopped;

    /// <summary>Boots: starts the engine, then the radio.</summary>
    /// <param name="parts">What the board provides.</param>
    /// <param name="uptime">Monotonic time.</param>
    /// <param name="board">The board's name.</param>
    /// <param name="supervisor">Watches the threads.</param>
    public Firmware(LockParts parts, IUptime uptime, string board, Supervisor supervisor)
    {
        _supervisor = supervisor;
        _uptime = uptime;
        parts.Faults ??= supervisor.Lock;
        Engine = new LockEngine(parts, uptime.Milliseconds);
        Engine.FaultReport = new FaultReport(Engine.Journal, supervisor);
        _supervisor.BootCount = Engine.BootCount;
        GattServer server = new GattServer(_queue, uptime, supervisor.Radio, Engine.Identity, Name(), board);
        _requests = new GattRequestDispatcher(Engine, _queue, server, uptime);
        parts.Power.CompactMemory();
        supervisor.NoteStarted();
    }

    /// <summary>The lock itself; only the lock's thread uses it.</summary>
    public LockEngine Engine { get; }

    /// <summary>
    /// Handles the queued events and lets time pass. With events it ticks when it is time, also between two of them, so that many events do
    /// not delay the door, and a tick does not delay an answer; without events always. Only for the lock's thread.
    /// </summary>
    /// <returns>Whether there was an event: what it began to show is due at the next tick.</returns>
    public bool RunOnce()
    {
        bool isBusy = false;
        try
        {
            for (int pieces = 1; _requests.DispatchOne(); pieces++)
            {
                isBusy = true;
                if (pieces == RadioQueue.CountMax || _queue.IsEmpty)
                    break;
                Tick(TickMs);
            }
        }
        finally
        {
            Tick(isBusy ? TickMs : 0);
        }
        return isBusy;
    }

    /// <summary>The body of the lock's thread: runs until <see cref="Stop"/>. It catches every exception.</summary>
    public void Run()
    {
        bool isBusy = false;
        while (!_isStopped)
        {
            try
            {
                _queue.Arrived.WaitOne(!isBusy && Engine.IsAtRest ? RestTickMs : TickMs, false);
                isBusy = RunOnce();
            }
            catch (System.Exception exception)
            {
                _supervisor.Lock.Report(exception);
            }
        }
    }

    /// <summary>Ends <see cref="Run"/>; any thread.</summary>
    public void Stop() => _isStopped = true;

    /// <param name="sinceMsMin">How long ago the last one must be, ms.</param>
    private void Tick(int sinceMsMin)
    {
        long now = _uptime.Milliseconds;
        if (now - _tickedMs < sinceMsMin)
            return;
        _tickedMs = now;
        Engine.Tick(now);
        _supervisor.BootCount = Engine.BootCount;
        _supervisor.Lock.Beat(now);
        _supervisor.TakeOverIfSilent(now, Supervisor.SilentMsMax);
        if (_supervisor.MayReboot(now))
            Engine.Reboot(_supervisor.IsMemoryFault ? BootReason.OutOfMemory : BootReason.Supervisor, now);
    }

    private string Name() => Engine.Memory.Identity.IsProvisioned ? "LF-" + Digits.Of(Engine.Memory.Identity.LockId) : "LF-setup";
}
