using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Lifecycle;

/// <summary>
/// Removes the lock's identity, for a key with right Provision or for the button inside the housing (docs/protocol.md, 8).
/// Belongs to the lock's thread.
/// </summary>
public sealed class LockReset
{
    /// <summary>Reason of the Reset event: a key with right Provision.</summary>
    public const byte ByKey = 1;

    /// <summary>Reason of the Reset event: the button inside the housing.</summary>
    public const byte ByButton = 2;

    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private readonly DoorController _door;
    private readonly IDoorPort _port;
    private readonly Rebooter _rebooter;
    private readonly ResetButton _button = new ResetButton();

    internal LockReset(LockMemory memory, StateTransaction transaction, DoorController door, IDoorPort port, Rebooter rebooter)
    {
        _memory = memory;
        _transaction = transaction;
        _door = door;
        _port = port;
        _rebooter = rebooter;
    }

    /// <summary>Whether the button is pressed and may reset the lock.</summary>
    internal bool IsButtonPressed => IsButtonAllowed && _port.IsResetPressed;

    private bool IsButtonAllowed => _memory.Configuration.ResetButton && _memory.Identity.IsProvisioned && !_memory.IsDamaged;

    /// <summary>Removes the identity and plans a reboot. The audit trail and the highest generation stay.</summary>
    /// <param name="setupSecret">What admits the next Provision, 32 bytes.</param>
    /// <param name="reason"><see cref="ByKey"/> or <see cref="ByButton"/>.</param>
    /// <param name="keyId">The key; 0 for the button.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>False when it could not be stored; the identity then stays.</returns>
    public bool TryReset(byte[] setupSecret, byte reason, uint keyId, long uptimeMs)
    {
        if (!_transaction.TryBegin(uptimeMs))
            return false;
        ushort generation = _memory.Identity.Generation;
        _memory.Identity.Remove(setupSecret);
        _memory.SetPending(null);
        _transaction.Enqueue(EventKind.Reset, reason, keyId, generation, uptimeMs);
        if (!_transaction.TryCommit(uptimeMs))
            return false;
        _door.Secure(uptimeMs);
        _rebooter.Plan(BootReason.IdentityChanged, uptimeMs);
        return true;
    }

    /// <summary>
    /// Resets the lock when the button has been held long enough. The setup secret in force stays, which only the same facility
    /// knows: a person who opens the housing cannot take the lock over.
    /// </summary>
    internal void Tick(long uptimeMs)
    {
        if (_button.Tick(_port.IsResetPressed, uptimeMs) && IsButtonAllowed
            && TryReset(_memory.Identity.SetupSecret, ByButton, 0, uptimeMs))
            _rebooter.RebootIfPlanned(uptimeMs);
    }
}
