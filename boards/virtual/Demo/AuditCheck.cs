using LockFirmware.KeyCrypto;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>Compares a lock's audit trail with what was seen at its door.</summary>
internal static class AuditCheck
{
    /// <summary>The differences, each a sentence. Empty if the trail says what happened.</summary>
    public static IReadOnlyList<string> Compare(PulledTrail trail, IReadOnlyList<AttemptOutcome> outcomes)
    {
        AttemptOutcome[] here = [.. outcomes.Where(outcome => outcome.Attempt.Lock == trail.Site.Entry)];
        List<string> differences = [];
        CompareAdmissions(trail, here, differences);
        Count(trail, "refusals", Seen(here, IsRefusal), Told(trail, EventKind.Refused, EventKind.RefusalsSummed), differences);
        Count(trail, "failed proofs", Seen(here, status => status == Status.NotAuthentic), Sum(trail, EventKind.FailedProofsSummed),
            differences);
        Count(trail, "passages", here.Count(outcome => outcome.IsAdmission && outcome.DoorOpened), Doors(trail, EventKind.Passage),
            differences);
        Count(trail, "forced openings", here.Count(IsForced), Doors(trail, EventKind.Forced), differences);
        Count(trail, "requests to exit", here.Count(outcome => outcome.Attempt.Does == Deed.RequestToExit),
            Doors(trail, EventKind.RequestToExit), differences);
        Count(trail, "doors held open", here.Count(outcome => outcome.AlarmedMs != null), Doors(trail, EventKind.HeldOpen), differences);
        Count(trail, "jams", here.Count(outcome => outcome.HitWedge), Doors(trail, EventKind.Jammed), differences);
        Count(trail, "openings and closings of the housing", TwiceEach(here, Deed.Tamper), Doors(trail, EventKind.Tamper), differences);
        Count(trail, "beginnings and ends of a fire alarm", TwiceEach(here, Deed.FireAlarm), Doors(trail, EventKind.FireRelease),
            differences);
        Count(trail, "notices", here.Sum(NoticesApplied), trail.Events.Count(item => item.Event.Kind == EventKind.NoticeApplied),
            differences);
        return differences;
    }

    private static void CompareAdmissions(PulledTrail trail, AttemptOutcome[] here, List<string> differences)
    {
        string[] seen = [.. here.Where(outcome => outcome.IsAdmission).Select(Describe)];
        string[] told = [.. trail.Events.Where(item => item.Event.Kind == EventKind.AccessGranted).Select(Describe)];
        Count(trail, "admissions", seen.Length, told.Length, differences);
        for (int i = 0; i < Math.Min(seen.Length, told.Length); i++)
        {
            if (seen[i] != told[i])
                differences.Add($"{trail.Site.Entry.Name}: admission {i + 1} was {seen[i]}, and the trail tells of {told[i]}.");
        }
    }

    private static string Describe(AttemptOutcome outcome) =>
        Describe(outcome.Exchange!.Command, outcome.Attempt.Key!.Grant.KeyId, outcome.Attempt.Share?.Guest.Id ?? 0);

    private static string Describe(TrailEvent item) => Describe((Command)item.Event.Reason, item.Event.KeyId, item.Event.Detail);

    private static string Describe(Command command, uint keyId, uint guest) =>
        guest == 0 ? $"{command} with key {keyId}" : $"{command} with key {keyId} by guest {guest}";

    private static void Count(PulledTrail trail, string what, long seen, long told, List<string> differences)
    {
        if (seen != told)
            differences.Add($"{trail.Site.Entry.Name}: {seen} {what} were seen at the door, and the trail tells of {told}.");
    }

    private static int Seen(AttemptOutcome[] here, Func<Status, bool> kind) =>
        here.Sum(outcome => outcome.Deliveries.Select(delivery => delivery.Exchange).Append(outcome.Exchange)
            .Count(exchange => exchange?.Answer is { } answer && kind(answer.Status)));

    private static bool IsRefusal(Status status) => status is Status.StaleChallenge or Status.Expired or Status.NotYetValid
        or Status.ClockUnknown or Status.Revoked or Status.NotPermitted or Status.Overlocked or Status.Lockdown or Status.OutsideHours;

    private static bool IsForced(AttemptOutcome outcome) => outcome.Attempt.Does == Deed.Force && outcome.Latch == LatchState.Secured;

    private static int TwiceEach(AttemptOutcome[] here, Deed deed) => 2 * here.Count(outcome => outcome.Attempt.Does == deed);

    private static int NoticesApplied(AttemptOutcome outcome) =>
        outcome.Deliveries.Count(delivery => delivery.Exchange.Answer?.Status == Status.Ok);

    private static long Told(PulledTrail trail, EventKind single, EventKind summed) =>
        trail.Events.Count(item => item.Event.Kind == single) + Sum(trail, summed);

    private static long Sum(PulledTrail trail, EventKind kind) =>
        trail.Events.Where(item => item.Event.Kind == kind).Sum(item => (long)item.Event.Detail);

    private static long Doors(PulledTrail trail, EventKind kind)
    {
        long summed = trail.Events
            .Where(item => item.Event.Kind == EventKind.DoorEventsSummed && item.Event.Reason == (byte)kind)
            .Sum(item => (long)item.Event.Detail);
        return summed + trail.Events.Count(item => item.Event.Kind == kind);
    }
}
