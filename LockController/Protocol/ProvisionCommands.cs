using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>Giving a lock its identity over the air, and taking it away (docs/protocol.md, 8).</summary>
internal sealed class ProvisionCommands
{
    private readonly LockCore _core;

    internal ProvisionCommands(LockCore core) => _core = core;

    /// <summary>Keeps an identity as pending. Body of the request: see <see cref="ProvisionBody"/>; of the reply: confirmation[16].</summary>
    internal Status Provision(Exchange exchange)
    {
        LockMemory memory = _core.Memory;
        Request request = exchange.Request;
        byte[] challengeFrame = exchange.Circumstances.ChallengeFrame!;
        ProvisionBody body = new ProvisionBody();
        Status status = body.Open(memory.Identity.SetupSecret, challengeFrame, request.Frame, request.BodyOffset, request.BodyLength);
        if (status != Status.Ok)
            return status;
        if (body.Generation <= memory.State.HighestGeneration)
            return Status.GenerationTooLow;
        memory.Await(body);
        if (!memory.SaveAll())
            return Status.StorageFault;
        exchange.WriteBytes(SetupSecrets.Confirmation(body.LockSecret, challengeFrame));
        return Status.Ok;
    }

    /// <summary>Makes the pending identity the lock's own, at the first authentic Manage request under its secret.</summary>
    internal bool Commit(Exchange exchange)
    {
        if (!_core.Journal.Flush(exchange.UptimeMs))
            return false;
        LockMemory memory = _core.Memory;
        ProvisionBody pending = memory.Pending!;
        memory.Adopt(pending);
        _core.Journal.Enqueue(EventKind.Provisioned, 0, exchange.Request.Grant.KeyId, pending.Generation, exchange.UptimeMs);
        if (!memory.SaveAll())
            return false;
        _core.Journal.Flush(exchange.UptimeMs);
        _core.PlanReboot(BootReason.IdentityChanged, exchange.UptimeMs);
        return true;
    }

    /// <summary>Returns the lock to the printed setup secret.</summary>
    internal Status Reset(Exchange exchange) =>
        _core.GiveUpIdentity(_core.Memory.Identity.PrintedSetupSecret, LockCore.ResetByKey, exchange.Request.Grant.KeyId, exchange.UptimeMs)
            ? Status.Ok
            : Status.StorageFault;
}
