namespace LockFirmware.KeyCrypto;

/// <summary>Why a lock started; the reason of a Boot event.</summary>
public enum BootReason : byte
{
    /// <summary>Power came, or the cause is not known.</summary>
    Power = 0,

    /// <summary>A key with right Manage asked for it.</summary>
    Requested = 1,

    /// <summary>The lock took or gave up its identity and announces the new one.</summary>
    IdentityChanged = 2,

    /// <summary>A central kept the radio busy and could not be put off otherwise.</summary>
    ConnectionHog = 3,

    /// <summary>A thread had died or hung.</summary>
    Supervisor = 4,

    /// <summary>Memory was exhausted.</summary>
    OutOfMemory = 5,
}
