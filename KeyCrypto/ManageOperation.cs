namespace LockFirmware.KeyCrypto;

/// <summary>
/// The first byte in the body of Manage: what the lock shall do; u8 on the wire, never renumbered (docs/protocol.md, 4.2).
/// </summary>
public enum ManageOperation : byte
{
    /// <summary>Show by light and sound which lock it is.</summary>
    Identify = 1,

    /// <summary>Replace the configuration; zone rule and configuration follow.</summary>
    Configure = 2,

    /// <summary>Start the lock again.</summary>
    Reboot = 3,
}
