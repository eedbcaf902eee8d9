using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// Deliver, SetTime and Here: anybody may carry them to a lock, because their content has a MAC of the facility or needs none
/// (docs/protocol.md, 4.2). The reply is keyed with the sender's secret when the request has a key, else with noticeSecret.
/// </summary>
internal sealed class CarriedCommands
{
    /// <summary>The highest age of the challenge for which a time is set, ms.</summary>
    internal const long TimeChallengeAgeMsMax = 10_000;

    private const long MsPerSecond = 1000;

    private readonly LockMemory _memory;
    private readonly LockClock _clock;
    private readonly TimeKeeper _time;
    private readonly Session _session;
    private readonly Notice _notice = new Notice();
    private readonly NoticeApplier _applier;
    private readonly IssueTimeObserver _issueTimes;

    internal CarriedCommands(
        LockMemory memory, LockClock clock, TimeKeeper time, Session session, NoticeApplier applier,
        IssueTimeObserver issueTimes)
    {
        _memory = memory;
        _clock = clock;
        _time = time;
        _session = session;
        _applier = applier;
        _issueTimes = issueTimes;
    }

    private LockSecrets Secrets => _memory.Identity.Secrets!;

    /// <summary>Body of the request: a notice; of the reply: number u32 | applied u32.</summary>
    internal Status Deliver(RequestExchange exchange)
    {
        Request request = exchange.Request;
        Notice notice = _notice;
        if (!notice.TryRead(request.Frame, request.BodyOffset, request.BodyLength))
            return Status.Malformed;
        bool isGenuine = notice.LockId == _memory.Identity.LockId && notice.HasMac(Secrets.NoticeSecret);
        Status status = Authentication.OfContent(isGenuine, request, Secrets, exchange.Context, exchange.Decision);
        if (status == Status.Ok)
        {
            _issueTimes.Observe(0, notice.IssuedAt, exchange.UptimeMs);
            status = _applier.Apply(notice, exchange.UptimeMs);
            if (status == Status.Ok && !_applier.Change.TryCommit(exchange.UptimeMs))
                status = Status.StorageFault;
            if (status == Status.Ok)
                _applier.Finish(exchange.UptimeMs);
        }
        exchange.WriteU32(notice.Number);
        exchange.WriteU32(_memory.State.Applied);
        return status;
    }

    /// <summary>Body of the request: see <see cref="FacilityTime"/>; the reply has none.</summary>
    internal Status SetTime(RequestExchange exchange)
    {
        Request request = exchange.Request;
        byte[] challengeFrame = exchange.Context.ChallengeFrame!;
        bool isGenuine = FacilityTime.TryOpen(Secrets.NoticeSecret, challengeFrame, request.Frame, request.BodyOffset, out uint utc);
        Status status = Authentication.OfContent(isGenuine, request, Secrets, exchange.Context, exchange.Decision);
        if (status != Status.Ok)
            return status;
        long ageMs = exchange.Context.ChallengeAgeMs;
        if (_session.HasSetTime || ageMs > TimeChallengeAgeMsMax)
            return Status.StaleTime;
        // The facility made it at some moment of the challenge's age, and cut off a part of a second. The middle is at most half off.
        status = _time.Set(LockClock.Later(utc, (ageMs + MsPerSecond) / 2), exchange.UptimeMs);
        _session.HasSetTime |= status == Status.Ok;
        return status;
    }

    /// <summary>Body of the request: serverChallenge[16]; of the reply: see <see cref="HereAnswer"/>.</summary>
    internal Status Here(RequestExchange exchange)
    {
        Request request = exchange.Request;
        // Without a key this proves nothing about the sender, so it uses up no sequence number.
        exchange.Decision.ReplySecret ??= Bytes.Copy(Secrets.NoticeSecret, 0, Hmac.HashSize);
        if (request.Sequence <= exchange.Context.LastSequence)
            return Status.SequenceUsed;
        uint now = _clock.Now(exchange.UptimeMs);
        // Anybody may ask, so the state says nothing about the unit.
        byte state = StateByte.Pack(_clock.Trust, false, false, false);
        HereAnswer.Write(exchange.Reply, KeyCrypto.Reply.HeaderSize, Secrets.HereSecret, request.Frame, request.BodyOffset,
            exchange.Context.ChallengeFrame!, now, state);
        exchange.BodyLength = HereAnswer.Size;
        return Status.Ok;
    }
}
