namespace LockFirmware.KeyCrypto;

/// <summary>The answer to a request; u8 on the wire, never renumbered (docs/protocol.md, 4.3).</summary>
public enum Status : byte
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>The frame or something in it has the wrong form. Unkeyed.</summary>
    Malformed = 1,

    /// <summary>The command is not known to this firmware. Unkeyed.</summary>
    UnknownCommand = 2,

    /// <summary>The frame is longer than 512 bytes or has more than 32 pieces. Unkeyed.</summary>
    TooLong = 3,

    /// <summary>A piece of a frame is missing or came out of order. Unkeyed.</summary>
    OutOfOrder = 4,

    /// <summary>The request is not authentic: another lock, changed bytes, a wrong secret or an old challenge. Unkeyed.</summary>
    NotAuthentic = 5,

    /// <summary>The sequence number was used under this challenge already.</summary>
    SequenceUsed = 6,

    /// <summary>The challenge is too old for what was asked: read a new one.</summary>
    StaleChallenge = 7,

    /// <summary>The key has expired, or was superseded: fetch a new key.</summary>
    Expired = 8,

    /// <summary>The key is not valid yet. Body: notBefore u32.</summary>
    NotYetValid = 9,

    /// <summary>The lock has no trusted time: bring the time.</summary>
    ClockUnknown = 10,

    /// <summary>The facility has revoked the key, its holder or the guest.</summary>
    Revoked = 11,

    /// <summary>The key lacks the right.</summary>
    NotPermitted = 12,

    /// <summary>The unit is overlocked: ask the office.</summary>
    Overlocked = 13,

    /// <summary>The site is in lockdown.</summary>
    Lockdown = 14,

    /// <summary>Outside the access hours. Body: next opening u32, 0 when there is none in the next 14 days.</summary>
    OutsideHours = 15,

    /// <summary>Too soon after the last one: try again in a second.</summary>
    TooSoon = 16,

    /// <summary>The lock is busy: send it again. Unkeyed.</summary>
    Busy = 17,

    /// <summary>The notice has been applied before. Body: number u32, applied u32.</summary>
    AlreadyApplied = 18,

    /// <summary>An earlier notice is missing. Body: number u32, applied u32.</summary>
    MissingNotice = 19,

    /// <summary>The notice or configuration holds something this lock cannot apply; nothing of it was applied.</summary>
    NotApplicable = 20,

    /// <summary>A time was set under this challenge already, or the challenge is older than 30 s.</summary>
    StaleTime = 21,

    /// <summary>The generation is not higher than one this lock has had.</summary>
    GenerationTooLow = 22,

    /// <summary>The lock could not write its memory; nothing was done.</summary>
    StorageFault = 23,

    /// <summary>The latch did not move as commanded.</summary>
    Jammed = 24,

    /// <summary>The firmware failed while it handled the request; the request may have been recorded, the latch was not moved.</summary>
    InternalError = 25,

    /// <summary>The lock has no identity yet: its installer must finish provisioning it.</summary>
    NotProvisioned = 26,

    /// <summary>The settings have a version that this firmware does not know: update the firmware first.</summary>
    SettingsTooNew = 27,
}
