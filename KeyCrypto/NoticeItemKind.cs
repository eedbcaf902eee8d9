namespace LockFirmware.KeyCrypto;

/// <summary>What an item of a notice tells a lock; u8 on the wire, never renumbered (docs/protocol.md, 6.1).</summary>
public enum NoticeItemKind : byte
{
    /// <summary>holderId u32 | before u32 | until u32: refuse that holder's keys issued before a moment.</summary>
    RevokeHolder = 1,

    /// <summary>keyId u32 | until u32: refuse one key.</summary>
    RevokeKey = 2,

    /// <summary>keyId u32 | guestId u32 | until u32: refuse one guest of one key.</summary>
    RevokeGuest = 3,

    /// <summary>number u16: refuse keys of lower tenancies.</summary>
    Tenancy = 4,

    /// <summary>on u8 (0 or 1): the unit is overlocked.</summary>
    Overlock = 5,

    /// <summary>on u8 (0 or 1): the site is in lockdown.</summary>
    Lockdown = 6,

    /// <summary>zone rule and configuration, see <see cref="LockConfiguration"/>.</summary>
    Configuration = 7,

    /// <summary>through u32: the facility has all events up to this sequence number.</summary>
    EventsStored = 8,

    /// <summary>generation u16 | sealed[32]: the new lock secret under AES-CTR.</summary>
    Rekey = 9,
}
