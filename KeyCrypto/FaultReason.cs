namespace LockFirmware.KeyCrypto;

/// <summary>Which part of the firmware failed; the reason of a Fault event, never renumbered.</summary>
public enum FaultReason : byte
{
    /// <summary>A thread ended. Detail: <see cref="FaultDetail"/>.</summary>
    ThreadDied = 1,

    /// <summary>A thread gave no heartbeat. Detail: <see cref="FaultDetail"/>.</summary>
    ThreadHung = 2,

    /// <summary>Memory was exhausted. Detail: <see cref="FaultDetail"/>.</summary>
    OutOfMemory = 3,

    /// <summary>
    /// The internal storage came up without the setup secret and without an identity: it was formatted, or never flashed. Detail:
    /// 0.
    /// </summary>
    Storage = 4,

    /// <summary>Unexpected exceptions were caught. Detail: how many since the last such record.</summary>
    Exceptions = 5,

    /// <summary>Memory was exhausted before the lock had started. Detail: <see cref="FaultDetail"/>.</summary>
    OutOfMemoryAtStart = 6,

    /// <summary>
    /// Records of the lock's memory were damaged, and it lets nobody in. Detail: bits 0 to 7 the records, bit 8 when records
    /// contradict each other (docs/reliability.md).
    /// </summary>
    Records = 7,
}
