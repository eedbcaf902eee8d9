namespace LockFirmware.KeyCrypto;

/// <summary>Why a lock started; the reason of a Boot event.</summary>
public enum BootReason : byte
{
    /// <summary>Power was switched on, or the cause is not known.</summary>
    Power = 0,

    /// <summary>A key with right Manage asked for it.</summary>
    Requested = 1,

    /// <summary>The lock has a new identity, or has none any more, and advertises accordingly.</summary>
    IdentityChanged = 2,

    /// <summary>A central kept the only connection, and nothing else ends it.</summary>
    ConnectionHog = 3,

    /// <summary>A thread had ended or hung.</summary>
    Supervisor = 4,

    /// <summary>Memory was exhausted.</summary>
    OutOfMemory = 5,
}
