namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>What the reply of a lock to Deliver tells the facility (docs/protocol.md, 6).</summary>
public enum DeliveryResult : byte
{
    /// <summary>The lock has applied more notices than were known.</summary>
    Advanced = 0,

    /// <summary>Nothing new: the reply is late or repeated.</summary>
    NothingNew = 1,

    /// <summary>The reply is not proven to be from the lock. Do not use it.</summary>
    NotProven = 2,

    /// <summary>The lock cannot apply the notice, and therefore no later notice. A person must look at the lock.</summary>
    Refused = 3,

    /// <summary>An alert: the lock says that it has applied fewer notices than it had proved before this notice was made.</summary>
    RolledBack = 4,

    /// <summary>An alert: the lock has applied a notice that this ledger did not make, so this ledger is an old copy.</summary>
    AheadOfLedger = 5,
}
