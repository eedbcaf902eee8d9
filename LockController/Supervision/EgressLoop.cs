using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Supervision;

/// <summary>The body of the thread that serves the way out, and nothing else while others live. No exception leaves it.</summary>
public sealed class EgressLoop
{
    /// <summary>How long the supervisor must have been silent before this thread does its work, ms: the lock's comes first.</summary>
    public const long PatienceMs = 3 * Supervisor.SilentMsMax;

    private readonly Egress _egress;
    private readonly IUptime _uptime;
    private readonly Supervisor _supervisor;
    private bool _isStopped;

    /// <summary>For a door and its time; the supervisor watches, and is watched.</summary>
    public EgressLoop(Egress egress, IUptime uptime, Supervisor supervisor)
    {
        _egress = egress;
        _supervisor = supervisor;
        _uptime = uptime;
    }

    /// <summary>Looks every <see cref="Egress.PollMs"/> until <see cref="Stop"/>.</summary>
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
            _supervisor.Egress.Sleep(Egress.PollMs);
        }
        _supervisor.Egress.End();
    }

    /// <summary>One look. Only one that succeeds is a sign of life: a way out that cannot be served has failed.</summary>
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
            _supervisor.LookInstead(now, PatienceMs);
        }
    }

    /// <summary>Ends <see cref="Run"/>; any thread.</summary>
    public void Stop() => _isStopped = true;
}
