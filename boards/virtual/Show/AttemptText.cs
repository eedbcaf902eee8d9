using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>How something went, for those who show colours.</summary>
internal enum Tone
{
    /// <summary>Nothing to stress.</summary>
    Plain,

    /// <summary>Let in, applied, done.</summary>
    Good,

    /// <summary>Refused, as it had to be.</summary>
    Refused,

    /// <summary>Not what the script expects.</summary>
    Wrong,
}

/// <summary>One line about a step: a word in the margin and the text beside it.</summary>
internal sealed record TextLine(string Label, string Text, Tone Tone = Tone.Plain);

/// <summary>Says what came of a step of the script.</summary>
internal static class AttemptText
{
    private const double MsPerSecond = 1000;

    /// <summary>Who, where.</summary>
    public static string Title(AttemptOutcome outcome)
    {
        Attempt attempt = outcome.Attempt;
        return attempt.Who == null ? $"Power failure at {attempt.Lock.Name}" : $"{attempt.Who.Name} at {attempt.Lock.Name}";
    }

    /// <summary>The lines about a step, in the order of what happened.</summary>
    public static IEnumerable<TextLine> Lines(AttemptOutcome outcome, LocalTime time)
    {
        Attempt attempt = outcome.Attempt;
        string? about = attempt.About ?? attempt.Who?.About;
        if (about != null)
            yield return new TextLine("about", about);
        foreach (Delivery delivery in outcome.Deliveries)
        {
            yield return new TextLine("carries", $"notice \"{delivery.Carried.Notice.Name}\": {delivery.Carried.Notice.About}: {Air(delivery.Exchange)}");
            yield return Answer(delivery.Exchange, time);
        }
        if (outcome.Exchange != null)
        {
            yield return new TextLine("sends", $"{What(attempt)}: {Air(outcome.Exchange)}");
            yield return Answer(outcome.Exchange, time);
        }
        else if (attempt.Does is Deed.CutPower)
        {
            yield return new TextLine("power", $"away for {attempt.Seconds} s, and back");
        }
        else if (attempt.Does is Deed.RequestToExit)
        {
            yield return new TextLine("does", "presses the exit button inside");
        }
        else if (attempt.Does is Deed.Force)
        {
            yield return new TextLine("does", "breaks the door open");
        }
        if (attempt.Does is not (Deed.BringTime or Deed.Visit))
            yield return Latch(outcome);
        foreach (SeenSignal seen in outcome.Signals)
            yield return new TextLine("signal", SignalWords.Of(seen.Signal, seen.Slots));
        if (attempt.Walks)
            yield return new TextLine("door", outcome.DoorOpened ? $"stands open for {attempt.Seconds} s" : "does not give way");
        foreach (string difference in outcome.Differences)
            yield return new TextLine("WRONG", difference, Tone.Wrong);
    }

    /// <summary>How the step went as a whole.</summary>
    public static Tone ToneOf(AttemptOutcome outcome)
    {
        if (outcome.Differences.Count > 0)
            return Tone.Wrong;
        if (outcome.Attempt.Does == Deed.Force)
            return Tone.Refused;
        if (outcome.Status is { } status)
            return ToneOf(status);
        return outcome.Attempt.Does == Deed.RequestToExit ? Tone.Good : Tone.Plain;
    }

    private static TextLine Answer(ExchangeReport exchange, LocalTime time)
    {
        if (exchange.Answer is not { } answer)
            return new TextLine("answer", "none", Tone.Wrong);
        string proof = answer.IsProven ? "proven" : "unproven";
        return new TextLine("answer", $"\"{StatusWords.Of(exchange.Command, answer, time)}\" ({answer.Status}, {proof})", ToneOf(answer.Status));
    }

    private static Tone ToneOf(Status status) => status is Status.Ok ? Tone.Good : Tone.Refused;

    private static string What(Attempt attempt) => attempt.Does switch
    {
        Deed.BringTime => "the facility's time",
        Deed.Replay => $"what {attempt.Of!.Who!.Name} sent in step {attempt.Of.Number}, recorded",
        _ => $"{attempt.Does}, {KeyName(attempt)}",
    };

    private static string KeyName(Attempt attempt)
    {
        string key = $"key {attempt.Key!.Grant.KeyId}";
        if (attempt.Key.Lock != attempt.Lock)
            return $"{key} to {attempt.Key.Lock.Name}";
        return attempt.Share == null ? key : $"a share of {key} from {attempt.Key.Holder.Name}";
    }

    private static string Air(ExchangeReport exchange)
    {
        int size = exchange.Answer?.Request.Length ?? 0;
        return $"{size} bytes; {exchange.Transactions} ATT transactions, {exchange.BytesSent} bytes out, {exchange.BytesReceived} in";
    }

    private static TextLine Latch(AttemptOutcome outcome)
    {
        string latch = outcome switch
        {
            { Released: { } move } => $"released after {move.Ms} ms and {move.Transactions} transactions",
            { Attempt.Does: Deed.CutPower } => "falls shut",
            { Latch: LatchState.Released } => "released",
            { Attempt.Does: Deed.Relock } => "secured",
            _ => "stays secured",
        };
        if (outcome.RelockedMs is { } relocked)
            latch += $", secured {relocked / MsPerSecond:0.0} s later";
        return new TextLine("latch", latch, outcome.Released == null ? Tone.Plain : Tone.Good);
    }
}
