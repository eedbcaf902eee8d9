using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>What a carrier's reply to Deliver tells the facility (docs/protocol.md, 6).</summary>
public enum DeliveryResult : byte
{
    /// <summary>The lock has applied more than was known.</summary>
    Advanced = 0,

    /// <summary>Nothing that was not known: a late or repeated reply.</summary>
    NothingNew = 1,

    /// <summary>The lock did not speak: nothing of it is to be believed.</summary>
    NotProven = 2,

    /// <summary>The lock cannot apply the notice, and so none after it: somebody must look at it.</summary>
    Refused = 3,

    /// <summary>The lock says that it has applied less than was proven before the notice was made: an alert.</summary>
    RolledBack = 4,

    /// <summary>The lock has applied a notice that this ledger has not issued: the ledger is an old copy. An alert.</summary>
    AheadOfLedger = 5,
}
