using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// Answers a whole request: decides, carries it out, writes the reply (docs/protocol.md, 4). Belongs to the lock's thread.
/// </summary>
internal sealed class RequestHandler
{
    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private readonly LockClock _clock;
    private readonly Session _session;
    private readonly RefusalLog _refusals;
    private readonly LockFeedback _feedback;
    private readonly IssueTimeObserver _issueTimes;
    private readonly CommandDispatcher _commands;
    private readonly IFaultSink? _faults;
    private readonly RequestExchange _exchange;

    // For every reply that is not kept: unkeyed ones, and those to requests without a key. The longest is the one to Here.
    private readonly byte[] _shortReply = new byte[KeyCrypto.Reply.SizeMin + HereAnswer.Size];

    internal RequestHandler(
        LockMemory memory, StateTransaction transaction, LockClock clock, Session session, RefusalLog refusals, LockFeedback feedback,
        IssueTimeObserver issueTimes, CommandDispatcher commands, IFaultSink? faults)
    {
        _memory = memory;
        _transaction = transaction;
        _clock = clock;
        _session = session;
        _refusals = refusals;
        _feedback = feedback;
        _issueTimes = issueTimes;
        _commands = commands;
        _faults = faults;
        _exchange = new RequestExchange(_shortReply);
        Reply = _shortReply;
    }

    /// <summary>The last reply, from offset 0.</summary>
    internal byte[] Reply { get; private set; }

    /// <summary>Bytes of <see cref="Reply"/>; 0 for none.</summary>
    internal int ReplyLength { get; private set; }

    /// <summary>Forgets the last reply.</summary>
    internal void ClearReply() => ReplyLength = 0;

    /// <summary>Replies without a MAC to what is not a whole request, or cannot be judged.</summary>
    internal void AnswerUnkeyed(byte command, Status status) =>
        SetReply(_shortReply, KeyCrypto.Reply.Write(_shortReply, command, 0, status, 0, null, _shortReply, _shortReply, 0));

    /// <summary>Answers a request.</summary>
    /// <param name="frame">Holds the request from offset 0.</param>
    /// <param name="length">Bytes of the request.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    internal void Answer(byte[] frame, int length, long uptimeMs)
    {
        // While the memory cannot be read nothing is carried out. The sender is still told so under its own secret, where that is known.
        Status fault = _memory.Fault;
        if (fault == Status.Ok && _session.IsRepeated(frame, length))
        {
            SetReply(_session.LastReply, _session.LastReplyLength);
            return;
        }
        RequestExchange exchange = _exchange;
        Decision decision = exchange.Decision;
        exchange.Start(_shortReply, uptimeMs);
        Status status;
        try
        {
            FillContext(exchange.Context, uptimeMs);
            AccessPolicy.Decide(exchange.Request, frame, length, _memory, exchange.Context, decision);
            if (fault == Status.Ok && decision.Proof == Proof.Sender && _session.IsNew(exchange.Request.Sequence))
                exchange.Reply = _session.LastReply;
            if (fault == Status.Ok)
                NoteIssueTime(exchange);
            // Not in a method of its own: the commands that write files need every byte of memory below them.
            status = fault != Status.Ok ? fault
                : decision.Status == Status.Ok ? _commands.Execute(exchange, _memory.Identity.IsProvisioned) : Refuse(exchange);
            NoteForgery(exchange, status);
        }
        catch (System.Exception exception)
        {
            _faults?.Report(exception);
            // A change that was not stored must not be stored with the next one.
            _transaction.Discard();
            exchange.BodyLength = 0;
            status = Status.InternalError;
        }
        if (decision.Proof == Proof.Sender && fault == Status.Ok)
            _feedback.Answered((Command)exchange.Request.CommandByte, status, uptimeMs);
        SetReply(exchange.Reply, WriteReply(exchange, status, frame));
        if (fault != Status.Ok || decision.Proof == Proof.None)
            return;
        _session.Keep(frame, length, exchange.Reply, ReplyLength);
        if (IsSignOfLife(decision, (Command)exchange.Request.CommandByte, status))
            _session.SignOfLife(uptimeMs);
    }

    /// <summary>
    /// Only what the lock admits shows that the central is of use. A key that is over can still carry something: of that only a
    /// notice that is new to the lock counts, because times can be fetched without end.
    /// </summary>
    private static bool IsSignOfLife(Decision decision, Command command, Status status) =>
        decision.Status == Status.Ok
        && ((decision.Rule & CommandTable.AnyRight) != 0
            || (status == Status.Ok && (command == Command.Deliver || command == Command.Provision)));

    private void FillContext(RequestContext context, long uptimeMs)
    {
        context.ChallengeFrame = _session.Challenge;
        context.ChallengeAgeMs = _session.ChallengeAgeMs(uptimeMs);
        context.LastSequence = _session.LastSequence;
        ClockTrust trust = _clock.Trust;
        context.Trust = trust;
        context.Now = _clock.Now(uptimeMs);
        context.FloorAgeSeconds = trust == ClockTrust.Set ? 0 : _clock.FloorAgeSeconds(uptimeMs);
    }

    private void NoteIssueTime(RequestExchange exchange)
    {
        Request request = exchange.Request;
        if (exchange.Decision.Proof == Proof.Sender && request.HasKey)
            _issueTimes.Observe(request.Grant.KeyId, request.Grant.IssuedAt, exchange.UptimeMs);
    }

    private void NoteForgery(RequestExchange exchange, Status status)
    {
        if (exchange.Decision.Proof != Proof.None || status != Status.NotAuthentic)
            return;
        _session.Fail();
        _refusals.FailedProof(exchange.UptimeMs);
    }

    /// <summary>Records the refusal of an authentic key. The content of a request that is not authentic is never recorded.</summary>
    /// <returns>The status of the decision.</returns>
    private Status Refuse(RequestExchange exchange)
    {
        Decision decision = exchange.Decision;
        Request request = exchange.Request;
        if (decision.Proof != Proof.Sender)
            return decision.Status;
        if (request.HasKey && decision.Status != Status.SequenceUsed)
            _refusals.Refused(request.Grant.KeyId, decision.Reason, exchange.GuestId, exchange.UptimeMs);
        if (decision.Status == Status.OutsideHours || decision.Status == Status.NotYetValid)
            exchange.WriteU32(decision.Moment);
        return decision.Status;
    }

    /// <summary>Writes the reply and wipes the secret that keyed it. A reply without a MAC has no body.</summary>
    private int WriteReply(RequestExchange exchange, Status status, byte[] frame)
    {
        Request request = exchange.Request;
        byte[]? secret = exchange.Decision.ReplySecret;
        int length = KeyCrypto.Reply.Write(exchange.Reply, request.CommandByte, request.Sequence, status,
            secret == null ? 0 : exchange.BodyLength, secret, exchange.Context.ChallengeFrame ?? _shortReply, frame, request.ProofOffset);
        if (secret != null)
            Bytes.Clear(secret);
        exchange.Decision.ReplySecret = null;
        return length;
    }

    private void SetReply(byte[] reply, int length)
    {
        Reply = reply;
        ReplyLength = length;
    }
}
