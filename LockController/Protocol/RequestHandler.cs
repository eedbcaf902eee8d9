using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// Does what a judged request asks for: records, then moves, then answers (docs/protocol.md, 4). Belongs to the lock's thread.
/// </summary>
public sealed class RequestHandler
{
    private readonly LockCore _core;
    private readonly Session _session;
    private readonly DoorCommands _door;
    private readonly CarriedCommands _carried;
    private readonly ManageCommands _manage;
    private readonly ProvisionCommands _provision;
    private readonly IssueTimeObserver _issueTimes;

    internal RequestHandler(LockCore core, Session session)
    {
        _core = core;
        _session = session;
        _door = new DoorCommands(core);
        _issueTimes = new IssueTimeObserver(core);
        _carried = new CarriedCommands(core, session, _issueTimes);
        _manage = new ManageCommands(core);
        _provision = new ProvisionCommands(core);
    }

    internal Status Handle(Exchange exchange)
    {
        Decision decision = exchange.Decision;
        exchange.IsAuthentic = decision.IsAuthentic;
        exchange.ReplySecret = decision.Secret;
        if (decision.IsAuthentic && exchange.Request.HasKey)
            _issueTimes.Observe(exchange.Request.Grant.KeyId, exchange.Request.Grant.IssuedAt, exchange.UptimeMs);
        Status status = decision.Status == Status.Ok ? Execute(exchange) : Refuse(exchange);
        if (!exchange.IsAuthentic && status == Status.NotAuthentic)
            NoticeFailure(exchange);
        return status;
    }

    private Status Execute(Exchange exchange)
    {
        bool isProvisioned = _core.Memory.Identity.IsProvisioned;
        switch (exchange.Decision.Rule!.Command)
        {
            case Command.Unlock:
                return _door.Unlock(exchange);
            case Command.Relock:
                return _door.Relock(exchange);
            case Command.HoldOpen:
                return _door.HoldOpen(exchange);
            case Command.ReadEvents:
                return _manage.ReadEvents(exchange);
            case Command.Status:
                return _manage.TellStatus(exchange);
            case Command.Manage:
                return isProvisioned || _provision.Commit(exchange) ? _manage.Manage(exchange) : Status.StorageFault;
            case Command.Provision:
                return isProvisioned ? _provision.Reset(exchange) : _provision.Provision(exchange);
            case Command.Deliver:
                return _carried.Deliver(exchange);
            case Command.SetTime:
                return _carried.SetTime(exchange);
            case Command.Here:
                return _carried.Here(exchange);
            default:
                return Status.UnknownCommand;
        }
    }

    /// <summary>Nothing of a request that is not authentic is recorded as a fact; a refused key is.</summary>
    private Status Refuse(Exchange exchange)
    {
        Decision decision = exchange.Decision;
        Request request = exchange.Request;
        if (!decision.IsAuthentic)
            return decision.Status;
        if (request.HasKey && decision.Status != Status.SequenceUsed)
            _core.Refusals.Refused(request.Grant.KeyId, decision.Reason, exchange.GuestId, exchange.UptimeMs);
        if (decision.Status == Status.OutsideHours || decision.Status == Status.NotYetValid)
            exchange.WriteU32(decision.Moment);
        return decision.Status;
    }

    private void NoticeFailure(Exchange exchange)
    {
        _session.Fail();
        _core.Refusals.FailedProof(exchange.UptimeMs);
    }
}
