using System.Threading;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// The body of the thread that lets people out: it calls <see cref="Egress.Tick"/>, and does the supervisor's work when that is
/// silent. No exception leaves it.
/// </summary>
public sealed class EgressLoop
{
    /// <summary>
    /// How long the supervisor must have been silent before this thread does its work, ms; the lock's thread does so earlier.
    /// </summary>
    public const long TakeOverAfterMs = 3 * Supervisor.SilentMsMax;

    private readonly Egress _egress;
    private readonly IUptime _uptime;
    private readonly Supervisor _supervisor;
    private bool _isStopped;

    /// <summary>Makes the loop of a door; the supervisor and this thread check each other.</summary>
    public EgressLoop(Egress egress, IUptime uptime, Supervisor supervisor)
    {
        _egress = egress;
        _supervisor = supervisor;
        _uptime = uptime;
    }

    /// <summary>Runs once every <see cref="Egress.PollMs"/> until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_isStopped)
        {
            try
            {
                RunOnce();
            }
            catch (System.Exception exception)
            {
                _supervisor.Egress.Report(exception);
            }
            try
            {
                Thread.Sleep(Egress.PollMs);
            }
            catch (System.Exception exception)
            {
                _supervisor.Egress.Report(exception);
            }
        }
        _supervisor.Egress.End();
    }

    /// <summary>
    /// Runs once. Gives a heartbeat only when the latch could be driven: a request-to-exit that cannot be served is a fault.
    /// </summary>
    public void RunOnce()
    {
        long now = _uptime.Milliseconds;
        try
        {
            _egress.Tick(now);
            _supervisor.Egress.Beat(now);
        }
        finally
        {
            _supervisor.TakeOverIfSilent(now, TakeOverAfterMs);
        }
    }

    /// <summary>Ends <see cref="Run"/>; any thread.</summary>
    public void Stop() => _isStopped = true;
}
