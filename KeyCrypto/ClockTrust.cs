namespace LockFirmware.KeyCrypto;

/// <summary>How far a lock trusts its time; two bits on the wire (docs/protocol.md, 5).</summary>
public enum ClockTrust : byte
{
    /// <summary>Power was lost and nothing is known.</summary>
    Unknown = 0,

    /// <summary>A lower bound only.</summary>
    Floor = 1,

    /// <summary>Set by the facility.</summary>
    Set = 2,
}
