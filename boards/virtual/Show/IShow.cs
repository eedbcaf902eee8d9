using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Shows a demo while it runs. One thread.</summary>
internal interface IShow
{
    /// <summary>Runs the demo inside whatever the display needs around it.</summary>
    bool Run(Func<bool> demo);

    /// <summary>The facility and its doors.</summary>
    void Begin(FacilityFile facility, IReadOnlyList<LockSite> sites);

    /// <summary>A lock has its identity.</summary>
    void Provisioned(LockSite site, ProvisionReport report);

    /// <summary>A latch, a door or the power has changed.</summary>
    void Moved(LockSite site);

    /// <summary>A step of the script is over.</summary>
    void Attempted(AttemptOutcome outcome);

    /// <summary>A trail has been pulled and checked.</summary>
    void Trail(LockTrail trail, IReadOnlyList<AttemptOutcome> outcomes);

    /// <summary>All is over.</summary>
    void End(IReadOnlyList<AttemptOutcome> outcomes, IReadOnlyList<string> differences);
}
