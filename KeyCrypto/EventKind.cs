namespace LockFirmware.KeyCrypto;

/// <summary>What happened; 6 bits on the wire, never renumbered (docs/protocol.md, 7.1). Each says what reason and detail hold.</summary>
public enum EventKind : byte
{
    /// <summary>A key was admitted. Reason: the command. Detail: the guest, 0 for the holder.</summary>
    AccessGranted = 1,

    /// <summary>The door was opened after a grant and closed again. Detail: seconds open.</summary>
    Passage = 2,

    /// <summary>A key was refused. Reason: see <see cref="RefusalReason"/>. Detail: the guest, 0 for the holder.</summary>
    Refused = 3,

    /// <summary>
    /// More refusals of one key for one reason, or with key and reason 0 of several. Reason: as Refused. Detail: how many.
    /// </summary>
    RefusalsSummed = 4,

    /// <summary>The door was held open. Detail: seconds open so far.</summary>
    HeldOpen = 5,

    /// <summary>The door was opened while the latch was secured.</summary>
    Forced = 6,

    /// <summary>Somebody left by the request-to-exit. Detail: 1; more of them in a minute are summed.</summary>
    RequestToExit = 7,

    /// <summary>The latch did not follow its command. Reason: 1 did not release, 2 did not secure.</summary>
    Jammed = 8,

    /// <summary>The housing was opened or closed. Reason: 1 opened, 2 closed. Detail: seconds it was open.</summary>
    Tamper = 9,

    /// <summary>The fire alarm releases the latch. Reason: 1 it began, 2 it is over. Detail: seconds it lasted.</summary>
    FireRelease = 10,

    /// <summary>The lock started. Reason: see <see cref="BootReason"/>. Detail: firmware version, major 8 | minor 8 | patch 8.</summary>
    Boot = 11,

    /// <summary>The facility set the clock. Reason: the trust before. Detail: the step in seconds, i32.</summary>
    ClockSet = 12,

    /// <summary>An authentic key or notice was issued ahead of the set clock. Detail: its issuedAt.</summary>
    ClockDisagreement = 13,

    /// <summary>A notice was applied. Detail: its number.</summary>
    NoticeApplied = 14,

    /// <summary>The configuration was replaced. Reason: the command that brought it.</summary>
    ConfigurationChanged = 15,

    /// <summary>The lock has taken an identity. Detail: generation.</summary>
    Provisioned = 16,

    /// <summary>The lock has given up its identity. Reason: 1 by key, 2 by the button inside. Detail: generation.</summary>
    Reset = 17,

    /// <summary>The revocation table was full; keys issued before a moment are now refused altogether. Detail: that moment.</summary>
    RevocationOverflow = 18,

    /// <summary>
    /// Events that the facility had not stored were overwritten. KeyId: first sequence number. Detail: how many. Each record
    /// covers the earlier ones since the last EventsStored.
    /// </summary>
    EventsDropped = 19,

    /// <summary>Requests that were not authentic. Detail: how many.</summary>
    FailedProofsSummed = 20,

    /// <summary>More door contact records than a minute may hold. Reason: the kind that was summed. Detail: how many.</summary>
    DoorEventsSummed = 21,

    /// <summary>A part of the firmware failed. Reason: see <see cref="FaultReason"/>. Detail: see there.</summary>
    Fault = 22,
}
