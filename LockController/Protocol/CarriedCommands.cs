using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// Deliver, SetTime and Here: what anybody may carry to a lock, because it carries its own authenticity
/// (docs/protocol.md, 4.2). Their reply is keyed with the sender's secret where a key came along, else with noticeSecret.
/// </summary>
internal sealed class CarriedCommands
{
    /// <summary>How old a challenge may be when a time comes for it, ms.</summary>
    internal const long TimeChallengeAgeMsMax = 30_000;

    private const long MsPerSecond = 1000;

    private readonly LockCore _core;
    private readonly Session _session;
    private readonly Notice _notice = new Notice();
    private readonly NoticeApplier _applier;
    private readonly IssueTimeObserver _issueTimes;

    internal CarriedCommands(LockCore core, Session session, IssueTimeObserver issueTimes)
    {
        _core = core;
        _session = session;
        _issueTimes = issueTimes;
        _applier = new NoticeApplier(core);
    }

    private LockSecrets Secrets => _core.Memory.Identity.Secrets!;

    /// <summary>Body of the reply: number u32 | applied u32.</summary>
    internal Status Deliver(Exchange exchange)
    {
        Request request = exchange.Request;
        Notice notice = _notice;
        if (!notice.TryRead(request.Frame, request.BodyOffset, request.BodyLength))
            return Status.Malformed;
        bool isGenuine = notice.LockId == _core.Memory.Identity.LockId && notice.HasMac(Secrets.NoticeSecret);
        Status status = Authenticate(exchange, isGenuine);
        if (status == Status.Ok)
        {
            _issueTimes.Observe(0, notice.IssuedAt, exchange.UptimeMs);
            status = _applier.Apply(notice, exchange.UptimeMs);
        }
        exchange.WriteU32(notice.Number);
        exchange.WriteU32(_core.Memory.State.Applied);
        return status;
    }

    /// <summary>Body of the request: see <see cref="FacilityTime"/>.</summary>
    internal Status SetTime(Exchange exchange)
    {
        Request request = exchange.Request;
        byte[] challengeFrame = exchange.Circumstances.ChallengeFrame!;
        bool isGenuine = FacilityTime.TryOpen(Secrets.NoticeSecret, challengeFrame, request.Frame, request.BodyOffset, out uint utc);
        Status status = Authenticate(exchange, isGenuine);
        if (status != Status.Ok)
            return status;
        long ageMs = exchange.Circumstances.ChallengeAgeMs;
        if (_session.HasSetTime || ageMs > TimeChallengeAgeMsMax)
            return Status.StaleTime;
        if (!_core.SetTime(utc + (uint)(ageMs / MsPerSecond), exchange.UptimeMs))
            return Status.StorageFault;
        _session.HasSetTime = true;
        return Status.Ok;
    }

    /// <summary>Body of the request: serverChallenge[16]; of the reply: see <see cref="HereAnswer"/>.</summary>
    internal Status Here(Exchange exchange)
    {
        Request request = exchange.Request;
        // A question that anybody may ask uses no sequence number up.
        exchange.ReplySecret ??= Bytes.Copy(Secrets.NoticeSecret, 0, Hmac.HashSize);
        if (request.Sequence <= exchange.Circumstances.LastSequence)
            return Status.SequenceUsed;
        uint now = _core.Clock.Now(exchange.UptimeMs);
        HereAnswer.Write(exchange.Reply, KeyCrypto.Reply.HeaderSize, Secrets.HereSecret, request.Frame, request.BodyOffset,
            exchange.Circumstances.ChallengeFrame!, now, _core.StateByte);
        exchange.BodyLength = HereAnswer.Size;
        return Status.Ok;
    }

    /// <summary>Judges the content's own authenticity, then the sequence number; keys the reply.</summary>
    private Status Authenticate(Exchange exchange, bool isGenuine)
    {
        if (!isGenuine)
            return Status.NotAuthentic;
        if (exchange.IsAuthentic)
            return Status.Ok;
        exchange.IsAuthentic = true;
        exchange.ReplySecret = Bytes.Copy(Secrets.NoticeSecret, 0, Hmac.HashSize);
        return exchange.Request.Sequence <= exchange.Circumstances.LastSequence ? Status.SequenceUsed : Status.Ok;
    }
}
