using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>Shows a demo while it runs. All calls come from one thread.</summary>
internal interface IDemoShow
{
    /// <summary>Prepares the display, runs the demo, and restores the display.</summary>
    /// <param name="demo">The demo; its result says whether every outcome was the expected one.</param>
    /// <returns>The result of the demo.</returns>
    bool Run(Func<bool> demo);

    /// <summary>The demo begins.</summary>
    /// <param name="facility">The facility.</param>
    /// <param name="sites">Its locks, in the order of the file.</param>
    void Begin(FacilityFile facility, IReadOnlyList<LockSite> sites);

    /// <summary>A lock was provisioned.</summary>
    void Provisioned(LockSite site, ProvisionReport report);

    /// <summary>A latch, a door or the power has changed.</summary>
    void Moved(LockSite site);

    /// <summary>A step of the script is done.</summary>
    void Attempted(AttemptOutcome outcome);

    /// <summary>The audit trail of a lock was pulled and checked.</summary>
    void Trail(PulledTrail trail, IReadOnlyList<AttemptOutcome> outcomes);

    /// <summary>The demo has ended.</summary>
    /// <param name="outcomes">The outcome of each step.</param>
    /// <param name="differences">A sentence for each outcome that the file does not expect.</param>
    void End(IReadOnlyList<AttemptOutcome> outcomes, IReadOnlyList<string> differences);
}
