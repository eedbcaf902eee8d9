using System.Threading;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Supervision;

/// <summary>The body of the supervisor's thread. No exception leaves it.</summary>
public sealed class SupervisorLoop
{
    private readonly Supervisor _supervisor;
    private readonly IUptime _uptime;
    private bool _isStopped;

    /// <summary>Makes the loop of a supervisor.</summary>
    public SupervisorLoop(Supervisor supervisor, IUptime uptime)
    {
        _supervisor = supervisor;
        _uptime = uptime;
    }

    /// <summary>Checks every <see cref="Supervisor.PauseMs"/> until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_isStopped)
        {
            try
            {
                _supervisor.Check(_uptime.Milliseconds);
            }
            catch (System.Exception exception)
            {
                // The next check does what this one could not.
                _supervisor.Own.Report(exception);
            }
            try
            {
                Thread.Sleep(_supervisor.PauseMs);
            }
            catch (System.Exception exception)
            {
                _supervisor.Own.Report(exception);
            }
        }
    }

    /// <summary>Ends <see cref="Run"/>; any thread.</summary>
    public void Stop() => _isStopped = true;
}
