using System.Threading;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController.Door;

/// <summary>The body of the thread that serves the way out, and nothing else. No exception leaves it.</summary>
public sealed class EgressLoop
{
    private readonly Egress _egress;
    private readonly IUptime _uptime;
    private readonly ThreadWatch _watch;
    private bool _isStopped;

    /// <summary>For a door and its time; the supervisor watches.</summary>
    public EgressLoop(Egress egress, IUptime uptime, ThreadWatch watch)
    {
        _egress = egress;
        _watch = watch;
        _uptime = uptime;
    }

    /// <summary>Looks every <see cref="Egress.PollMs"/> until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_isStopped)
        {
            try
            {
                long now = _uptime.Milliseconds;
                _egress.Tick(now);
                _watch.Beat(now);
            }
            catch (System.Exception exception)
            {
                _watch.Report(exception);
            }
            Thread.Sleep(Egress.PollMs);
        }
        _watch.End();
    }

    /// <summary>Ends <see cref="Run"/>; any thread.</summary>
    public void Stop() => _isStopped = true;
}
