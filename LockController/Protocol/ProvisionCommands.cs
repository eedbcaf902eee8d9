using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>Gives a lock its identity over the air, and removes it (docs/protocol.md, 8).</summary>
internal sealed class ProvisionCommands
{
    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private readonly LockReset _reset;
    private readonly Rebooter _rebooter;

    internal ProvisionCommands(LockMemory memory, StateTransaction transaction, LockReset reset, Rebooter rebooter)
    {
        _memory = memory;
        _transaction = transaction;
        _reset = reset;
        _rebooter = rebooter;
    }

    /// <summary>
    /// Stores an identity as pending. Body of the request: see <see cref="ProvisionBody"/>; of the reply: confirmation[16].
    /// </summary>
    internal Status Provision(RequestExchange exchange)
    {
        Request request = exchange.Request;
        byte[] challengeFrame = exchange.Context.ChallengeFrame!;
        ProvisionBody body = new ProvisionBody();
        Status status = body.Open(_memory.Identity.SetupSecret, challengeFrame, request.Frame, request.BodyOffset, request.BodyLength);
        if (status != Status.Ok)
            return status;
        if (body.Generation <= _memory.State.HighestGeneration)
            return Status.GenerationTooLow;
        _memory.SetPending(body);
        if (!_memory.Save(true))
            return Status.StorageFault;
        exchange.WriteBytes(SetupSecrets.Confirmation(body.LockSecret, challengeFrame));
        return Status.Ok;
    }

    /// <summary>Makes the pending identity the lock's own, at the first authentic Manage request under its secret.</summary>
    /// <returns>False when it could not be stored.</returns>
    internal bool TryCommit(RequestExchange exchange)
    {
        if (!_transaction.TryBegin(exchange.UptimeMs))
            return false;
        ProvisionBody pending = _memory.Pending!;
        _memory.Adopt(pending);
        _transaction.Enqueue(EventKind.Provisioned, 0, exchange.Request.Grant.KeyId, pending.Generation, exchange.UptimeMs);
        if (!_transaction.TryCommit(exchange.UptimeMs))
            return false;
        _rebooter.Plan(BootReason.IdentityChanged, exchange.UptimeMs);
        return true;
    }

    /// <summary>Removes the identity; the printed setup secret is in force again.</summary>
    internal Status Reset(RequestExchange exchange)
    {
        uint keyId = exchange.Request.Grant.KeyId;
        bool isReset = _reset.TryReset(_memory.Identity.PrintedSetupSecret, LockReset.ByKey, keyId, exchange.UptimeMs);
        return isReset ? Status.Ok : Status.StorageFault;
    }
}
