using System.Threading;
using LockFirmware.LockController.Clock;

namespace LockFirmware.LockController.Door;

/// <summary>The body of the thread that serves the way out, and nothing else. No exception leaves it.</summary>
public sealed class EgressLoop
{
    private readonly Egress _egress;
    private readonly IUptime _uptime;
    private bool _isStopped;

    /// <summary>For a door and its time.</summary>
    public EgressLoop(Egress egress, IUptime uptime)
    {
        _egress = egress;
        _uptime = uptime;
    }

    /// <summary>How many exceptions it has survived.</summary>
    public int Faults { get; private set; }

    /// <summary>Looks every <see cref="Egress.PollMs"/> until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_isStopped)
        {
            try
            {
                _egress.Tick(_uptime.Milliseconds);
            }
            catch (System.Exception)
            {
                Faults++;
            }
            Thread.Sleep(Egress.PollMs);
        }
    }

    /// <summary>Ends <see cref="Run"/>; any thread.</summary>
    public void Stop() => _isStopped = true;
}
