namespace LockFirmware.KeyCrypto;

/// <summary>What a request asks for; u8 on the wire, never renumbered (docs/protocol.md, 4.2).</summary>
public enum Command : byte
{
    /// <summary>Release the latch for the configured time.</summary>
    Unlock = 1,

    /// <summary>Secure the latch now.</summary>
    Relock = 2,

    /// <summary>Keep the latch released until a moment (passage mode).</summary>
    HoldOpen = 3,

    /// <summary>Read the audit trail, sealed, from a sequence number.</summary>
    ReadEvents = 4,

    /// <summary>Read the lock's state.</summary>
    Status = 5,

    /// <summary>Identify, configure, reboot.</summary>
    Manage = 6,

    /// <summary>Give an unprovisioned lock its identity, or reset a provisioned one.</summary>
    Provision = 7,

    /// <summary>Deliver a notice of the facility; needs no key.</summary>
    Deliver = 8,

    /// <summary>Deliver the facility's time; needs no key.</summary>
    SetTime = 9,

    /// <summary>Show that a radio path to this lock exists; needs no key.</summary>
    Here = 10,
}
