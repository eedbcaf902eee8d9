namespace LockFirmware.KeyCrypto;

/// <summary>How far a lock trusts its time; two bits on the wire (docs/protocol.md, 5).</summary>
public enum ClockTrust : byte
{
    /// <summary>Nothing is known, because power was lost.</summary>
    Unknown = 0,

    /// <summary>Only a lower bound is known.</summary>
    Floor = 1,

    /// <summary>Set by the facility.</summary>
    Set = 2,
}
