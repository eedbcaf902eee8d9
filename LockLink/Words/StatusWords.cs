using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink.Words;

/// <summary>A lock's answer in the words of a tenant (docs/protocol.md, 4.3).</summary>
public static class StatusWords
{
    private const int MomentSize = 4;

    /// <summary>One line, without a full stop.</summary>
    /// <param name="command">What was asked.</param>
    /// <param name="answer">The answer; whether it is proven is for the caller to say.</param>
    /// <param name="time">The wall clock of the facility, for the moments in it.</param>
    public static string Of(Command command, PhoneAnswer answer, LocalTime time) => answer.Status switch
    {
        Status.Ok => Done(command, answer, time),
        Status.Malformed => "the lock does not understand this request",
        Status.UnknownCommand => "this lock cannot do that",
        Status.TooLong => "the request is too long",
        Status.OutOfOrder => "a piece of the request got lost: try again",
        Status.NotAuthentic => "the lock does not know this key",
        Status.SequenceUsed => "this request was sent before",
        Status.StaleChallenge => "too slow: try again",
        Status.Expired => "expired: fetch a new key",
        Status.NotYetValid => $"not valid yet: begins {Moment(answer, time)}",
        Status.ClockUnknown => "the lock has lost the time: bring it the time",
        Status.Revoked => "revoked: ask the office",
        Status.NotPermitted => "this key may not do that",
        Status.Overlocked => "the unit is overlocked: ask the office",
        Status.Lockdown => "the site is in lockdown",
        Status.OutsideHours => Opens(answer, time),
        Status.TooSoon => "too soon: wait a little",
        Status.Busy => "the lock is busy: send it again",
        Status.AlreadyApplied => "the lock has this notice already",
        Status.MissingNotice => "an earlier notice has to come first",
        Status.NotApplicable => "the lock cannot do that",
        Status.StaleTime => "the time came too late: try again",
        Status.GenerationTooLow => "this identity is older than the lock's",
        Status.StorageFault => "the lock cannot write its memory: call service",
        Status.Jammed => "the latch was stuck: push or pull the door, else call service",
        Status.InternalError => "the lock has failed: call service",
        Status.NotProvisioned => "the lock is not set up yet",
        Status.SettingsTooNew => "the lock's firmware is too old for this: call service",
        _ => "an answer of a newer firmware",
    };

    private static string Done(Command command, PhoneAnswer answer, LocalTime time) => command switch
    {
        Command.Unlock => $"open for {Bytes.ReadU16(answer.Body, 0) / 1000.0:0.#} s",
        Command.HoldOpen => $"held open until {Moment(answer, time)}",
        Command.Relock => "secured",
        Command.Deliver => "the lock has applied the notice",
        Command.SetTime => "the lock has the time again",
        _ => "done",
    };

    private static string Opens(PhoneAnswer answer, LocalTime time)
    {
        string moment = Moment(answer, time);
        return moment.Length == 0 ? "closed to this key for the next 14 days" : $"closed to this key now: opens {moment}";
    }

    private static string Moment(PhoneAnswer answer, LocalTime time)
    {
        if (answer.Body.Length != MomentSize)
            return string.Empty;
        uint moment = Bytes.ReadU32(answer.Body, 0);
        return moment == 0 ? string.Empty : time.Short(moment);
    }
}
