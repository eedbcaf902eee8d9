using System;

namespace LockFirmware.KeyCrypto;

/// <summary>Latch and door in the answer to Status; a bit set on the wire as u8 (docs/protocol.md, 4.2).</summary>
[Flags]
public enum DoorFlags : byte
{
    /// <summary>The latch is secured, the door is closed and nothing is wrong.</summary>
    None = 0,

    /// <summary>The latch is commanded to release.</summary>
    Released = 1 << 0,

    /// <summary>The door is open.</summary>
    Open = 1 << 1,

    /// <summary>The bolt does not follow its command.</summary>
    Jammed = 1 << 2,

    /// <summary>The door has been open for longer than the configuration allows.</summary>
    HeldOpen = 1 << 3,

    /// <summary>The housing is open.</summary>
    HousingOpen = 1 << 4,

    /// <summary>The fire alarm releases the latch.</summary>
    FireRelease = 1 << 5,

    /// <summary>The door is free without power (a magnet, a fail-safe strike).</summary>
    FailSafe = 1 << 6,
}
