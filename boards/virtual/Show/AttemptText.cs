using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>The result of a step, which decides its colour.</summary>
internal enum Tone
{
    /// <summary>Neutral.</summary>
    Plain,

    /// <summary>Admitted, applied or done.</summary>
    Good,

    /// <summary>Refused, as expected.</summary>
    Refused,

    /// <summary>Different from what the script expects.</summary>
    Wrong,
}

/// <summary>One line about a step: a word in the margin and a text.</summary>
internal sealed record TextLine(string Label, string Text, Tone Tone = Tone.Plain);

/// <summary>Describes the outcome of a step of the script.</summary>
internal static class AttemptText
{
    private const double MsPerSecond = 1000;

    /// <summary>Who, where.</summary>
    public static string Title(AttemptOutcome outcome)
    {
        Attempt attempt = outcome.Attempt;
        string what = attempt.Does switch
        {
            Deed.Jam or Deed.Free => "Bolt",
            Deed.FireAlarm => "Fire alarm",
            _ => attempt.Who?.Name ?? "Power failure",
        };
        return $"{what} at {attempt.Lock.Name}";
    }

    /// <summary>The lines about a step, in the order in which things happened.</summary>
    public static IEnumerable<TextLine> Lines(AttemptOutcome outcome, LocalTime time)
    {
        Attempt attempt = outcome.Attempt;
        string? about = attempt.About ?? attempt.Who?.About;
        if (about != null)
            yield return new TextLine("about", about);
        foreach (Delivery delivery in outcome.Deliveries)
        {
            yield return new TextLine("carries",
                $"notice \"{delivery.Carried.Notice.Name}\": {delivery.Carried.Notice.About}: {Air(delivery.Exchange)}");
            yield return Answer(delivery.Exchange, time);
        }
        if (outcome.Exchange != null)
        {
            yield return new TextLine("sends", $"{What(attempt)}: {Air(outcome.Exchange)}");
            yield return Answer(outcome.Exchange, time);
        }
        else if (Happening(attempt) is { } happening)
        {
            yield return happening;
        }
        if (attempt.Does is not (Deed.BringTime or Deed.Visit or Deed.Tamper or Deed.Jam or Deed.Free))
            yield return Latch(outcome);
        foreach (SeenSignal seen in outcome.Signals)
            yield return new TextLine("signal", SignalWords.Of(seen.Signal, seen.Slots));
        if (attempt.Walks)
            yield return new TextLine("door", outcome.DoorOpened ? $"is open for {attempt.Seconds} s" : "does not open");
        if (outcome.WarnedMs is { } warned)
            yield return new TextLine("signal", HeldOpen(warned, outcome.AlarmedMs), Tone.Refused);
        foreach (string difference in outcome.Differences)
            yield return new TextLine("WRONG", difference, Tone.Wrong);
    }

    /// <summary>The result of the whole step.</summary>
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

    private static TextLine? Happening(Attempt attempt) => attempt.Does switch
    {
        Deed.CutPower => new TextLine("power", $"away for {attempt.Seconds} s, and back"),
        Deed.RequestToExit => new TextLine("does", "presses the exit button inside"),
        Deed.Force => new TextLine("does", "breaks the door open"),
        Deed.Jam => new TextLine("bolt", "is wedged"),
        Deed.Free => new TextLine("bolt", "is free again"),
        Deed.Tamper => new TextLine("does", $"opens the housing of the lock for {attempt.Seconds} s"),
        Deed.FireAlarm => new TextLine("alarm", $"sounds for {attempt.Seconds} s"),
        _ => null,
    };

    private static string HeldOpen(long warnedMs, long? alarmedMs)
    {
        string warning = $"warns after {warnedMs / MsPerSecond:0} s that the door is open";
        return alarmedMs is { } alarmed ? $"{warning}, alarms after {alarmed / MsPerSecond:0} s" : warning;
    }

    private static TextLine Answer(ExchangeReport exchange, LocalTime time)
    {
        if (exchange.Answer is not { } answer)
            return new TextLine("answer", "none", Tone.Wrong);
        string proof = answer.IsProven ? "proven" : "unproven";
        return new TextLine("answer", $"\"{StatusWords.Of(exchange.Command, answer, time)}\" ({answer.Status}, {proof})",
            ToneOf(answer.Status));
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
        return $"{size} bytes; {exchange.Transactions} ATT transactions, {exchange.BytesSent} bytes "
            + $"sent, {exchange.BytesReceived} received";
    }

    private static TextLine Latch(AttemptOutcome outcome)
    {
        string latch = outcome switch
        {
            { Attempt.Does: Deed.FireAlarm } =>
                outcome.Latch == LatchState.Released ? "released while it sounds, then secured" : "stays secured",
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
