using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>The sentences at the beginning and the end of a demo.</summary>
internal static class Summary
{
    /// <summary>What the demo plays.</summary>
    public static string Opening(FacilityFile facility) =>
        $"{facility.Name}: {facility.Locks.Count} locks, {facility.People.Count} people, {facility.Keys.Count} keys. "
        + $"Local time is {facility.Zone.Name}; it is {facility.Time.Full(facility.Start)}.";

    /// <summary>How a lock was provisioned.</summary>
    public static string Provisioned(LockSite site, ProvisionReport report) =>
        $"{site.Entry.Name}: provisioned as lock {site.Entry.Id}, committed, rebooted as \"{site.Board.Air.DeviceName}\", clock set; "
        + $"{report.Transactions} ATT transactions, {report.BytesSent} bytes sent and {report.BytesReceived} received";

    /// <summary>The result of checking a trail.</summary>
    public static string Trail(PulledTrail trail, IReadOnlyList<AttemptOutcome> outcomes)
    {
        int seen = outcomes.Count(outcome => outcome.IsAdmission && outcome.Attempt.Lock == trail.Site.Entry);
        return $"{trail.Events.Count} events up to {trail.Head}, in {Count(trail.BatchCount, "sealed batch", "es")}, "
            + $"{(trail.Differences.Count == 0 ? "none missing" : "INCOMPLETE")}; "
            + $"{Count(seen, "admission", "s")} seen at the door";
    }

    /// <summary>The result of the demo.</summary>
    public static string Ending(IReadOnlyList<AttemptOutcome> outcomes, IReadOnlyList<string> differences)
    {
        string counts = $"{outcomes.Count} steps, {outcomes.Count(outcome => outcome.IsAdmission)} admissions";
        return differences.Count == 0
            ? $"{counts}: every answer, latch and trail is as expected."
            : $"{counts}: NOT as expected, in {Count(differences.Count, "point", "s")}:";
    }

    private static string Count(int count, string what, string plural) => $"{count} {what}{(count == 1 ? string.Empty : plural)}";
}
