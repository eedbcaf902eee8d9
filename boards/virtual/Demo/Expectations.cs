using LockFirmware.KeyCrypto;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>Compares the outcome of a step with what the script expects.</summary>
internal static class Expectations
{
    /// <summary>The differences, each a sentence that names the step of the file. Empty if everything is as expected.</summary>
    public static IReadOnlyList<string> Compare(AttemptOutcome outcome)
    {
        List<string> differences = [];
        Attempt attempt = outcome.Attempt;
        foreach (Delivery delivery in outcome.Deliveries)
        {
            string what = $"answer to notice \"{delivery.Carried.Notice.Name}\"";
            CompareAnswer(attempt, what, delivery.Carried.Expect, delivery.Exchange, differences);
        }
        if (attempt.Does == Deed.Visit && outcome.Deliveries.Count < attempt.Carries.Count)
            differences.Add(Sentence(attempt, "the notices", "handed over", "not handed over: no lock was reached"));
        if (attempt.Expect is { } expected)
            CompareAnswer(attempt, "the answer", expected, outcome.Exchange, differences);
        if (attempt.Latch is { } latch && latch != outcome.Latch)
            differences.Add(Sentence(attempt, "the latch", latch.ToString(), outcome.Latch.ToString()));
        bool mustOpen = attempt.Walks && (attempt.Latch == LatchState.Released || attempt.Does == Deed.Force);
        if (attempt.Walks && mustOpen != outcome.DoorOpened)
            differences.Add(Sentence(attempt, "the door", mustOpen ? "open" : "shut", outcome.DoorOpened ? "open" : "shut"));
        if (attempt.Does == Deed.FireAlarm && outcome.StayedReleased)
            differences.Add(Sentence(attempt, "the latch after the alarm", "secured", "released"));
        if (outcome.DoorOpened && attempt.Does != Deed.Force && attempt.Lock.Configuration.RelockWhenClosed && !outcome.StayedReleased)
            differences.Add(Sentence(attempt, "the latch while the door stood open", "released", "secured"));
        return differences;
    }

    /// <summary>Whether the lock gives this answer only to an authentic request, and so with a proof.</summary>
    public static bool IsProvenKind(Status status) => status is not (Status.Malformed or Status.UnknownCommand or Status.TooLong
        or Status.OutOfOrder or Status.NotAuthentic or Status.Busy);

    private static void CompareAnswer(Attempt attempt, string what, Status expected, ExchangeReport? exchange, List<string> differences)
    {
        if (exchange?.Answer is not { } answer)
            differences.Add(Sentence(attempt, what, expected.ToString(), "none at all"));
        else if (answer.Status != expected)
            differences.Add(Sentence(attempt, what, expected.ToString(), answer.Status.ToString()));
        else if (answer.IsProven != IsProvenKind(expected))
            differences.Add(Sentence(attempt, $"the proof of {what}", "there", "missing or false"));
    }

    private static string Sentence(Attempt attempt, string what, string expected, string actual)
    {
        string who = attempt.Who == null ? string.Empty : $"{attempt.Who.Name} ";
        return $"step {attempt.Number} (line {attempt.Place.Line}, {attempt.Place.Path}), {who}at {attempt.Lock.Name}: {what} should "
            + $"be {expected} and was {actual}.";
    }
}
