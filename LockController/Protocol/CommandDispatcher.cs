using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Protocol;

/// <summary>Carries out the command of an admitted request. Belongs to the lock's thread.</summary>
internal sealed class CommandDispatcher
{
    private readonly DoorCommands _door;
    private readonly CarriedCommands _carried;
    private readonly ManageCommands _manage;
    private readonly ProvisionCommands _provision;

    internal CommandDispatcher(DoorCommands door, CarriedCommands carried, ManageCommands manage, ProvisionCommands provision)
    {
        _door = door;
        _carried = carried;
        _manage = manage;
        _provision = provision;
    }

    /// <summary>Carries out a command and writes the body of the reply.</summary>
    /// <param name="exchange">An admitted request.</param>
    /// <param name="isProvisioned">Whether the lock has an identity.</param>
    /// <returns>The status of the reply.</returns>
    internal Status Execute(RequestExchange exchange, bool isProvisioned)
    {
        switch ((Command)exchange.Request.CommandByte)
        {
            case Command.Unlock:
                Status admission = _door.Admit(exchange);
                return admission == Status.Ok ? _door.Unlock(exchange) : admission;
            case Command.Relock:
                return _door.Relock(exchange);
            case Command.HoldOpen:
                return _door.HoldOpen(exchange);
            case Command.ReadEvents:
                return _manage.ReadEvents(exchange);
            case Command.Status:
                return _manage.ReadStatus(exchange);
            case Command.Manage:
                return isProvisioned || _provision.TryCommit(exchange) ? _manage.Manage(exchange) : Status.StorageFault;
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
}
