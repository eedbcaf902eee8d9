using System;

namespace LockFirmware.KeyCrypto;

/// <summary>What a key may do; a bit set on the wire as u16 (docs/protocol.md, 3.2).</summary>
[Flags]
public enum Rights : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Open the door.</summary>
    Unlock = 1 << 0,

    /// <summary>Give a share of the key to a guest, without a server.</summary>
    Share = 1 << 1,

    /// <summary>Keep the latch released until a moment (passage mode).</summary>
    HoldOpen = 1 << 2,

    /// <summary>Open a unit that the office has overlocked.</summary>
    OverrideOverlock = 1 << 3,

    /// <summary>Open during a lockdown.</summary>
    OverrideLockdown = 1 << 4,

    /// <summary>Read the sealed audit trail.</summary>
    ReadEvents = 1 << 5,

    /// <summary>Identify, configure and reboot the lock; see its status in full.</summary>
    Manage = 1 << 6,

    /// <summary>Reset the lock to the printed setup secret.</summary>
    Provision = 1 << 7,

    /// <summary>Open when the lock has no trusted time; for staff.</summary>
    OpenWithoutClock = 1 << 8,

    /// <summary>Every right of this version; other bits must be zero.</summary>
    All = 0x01FF,

    /// <summary>The rights that a guest can get from a holder.</summary>
    Shareable = Unlock | HoldOpen,
}
