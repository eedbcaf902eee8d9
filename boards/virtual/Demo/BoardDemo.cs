using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualBoard.Show;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>The whole demo: provisions every lock of a facility, plays the script, then pulls and checks the audit trails.</summary>
internal sealed class BoardDemo
{
    private const int RebootMs = 200;
    private const uint SettleSeconds = 120;

    private readonly FacilityFile _facility;
    private readonly IDemoShow _show;
    private readonly DrivenTime _time;
    private readonly List<string> _differences = [];

    /// <summary>Prepares the demo of a facility.</summary>
    public BoardDemo(FacilityFile facility, IDemoShow show)
    {
        _facility = facility;
        _show = show;
        _time = new DrivenTime(facility.Start);
    }

    /// <summary>Runs it.</summary>
    /// <returns>Whether every outcome was the expected one.</returns>
    public bool Play()
    {
        Dictionary<LockEntry, LockSite> sites =
            _facility.Locks.ToDictionary(entry => entry, entry => new LockSite(_facility, entry, _time));
        try
        {
            _show.Begin(_facility, [.. sites.Values]);
            foreach (LockSite site in sites.Values)
                Provision(site);
            List<AttemptOutcome> outcomes = PlayScript(sites);
            // The lock sums refusals for a minute before it records the rest of them.
            _time.Leap(_time.Utc + SettleSeconds);
            _time.Leap(_time.Utc + SettleSeconds);
            foreach (LockSite site in sites.Values)
                CheckTrail(site, outcomes);
            _show.End(outcomes, _differences);
        }
        finally
        {
            foreach (LockSite site in sites.Values)
                site.Dispose();
        }
        return _differences.Count == 0;
    }

    private void Provision(LockSite site)
    {
        site.Board.PowerOn();
        ProvisionReport identity = Provisioner.GiveIdentity(_facility, site, _time);
        _time.Advance(RebootMs);
        // Times are whole seconds. A time that is sent at the beginning of a second has the smallest error.
        _time.Leap(_time.Utc + 1);
        _show.Provisioned(site, identity + Provisioner.GiveTime(site, _time));
    }

    private List<AttemptOutcome> PlayScript(Dictionary<LockEntry, LockSite> sites)
    {
        ScriptPlayer player = new(_facility, _time, sites, _show.Moved);
        List<AttemptOutcome> outcomes = [];
        foreach (Attempt attempt in _facility.Script)
        {
            AttemptOutcome outcome = player.Play(attempt);
            outcomes.Add(outcome);
            _differences.AddRange(outcome.Differences);
            _show.Attempted(outcome);
        }
        return outcomes;
    }

    private void CheckTrail(LockSite site, List<AttemptOutcome> outcomes)
    {
        PulledTrail trail = AuditReader.Read(_facility, site, _facility.Start);
        _differences.AddRange(trail.Differences);
        _differences.AddRange(AuditCheck.Compare(trail, outcomes));
        foreach (VirtualRadio.RadioFault fault in site.Board.Air.Faults)
            _differences.Add($"{site.Entry.Name}: the firmware misused the radio: {fault.Sentence}");
        _show.Trail(trail, outcomes);
    }
}
