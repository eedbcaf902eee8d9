namespace LockFirmware.KeyCrypto;

/// <summary>Which part of the firmware failed; the reason of a Fault event, never renumbered.</summary>
public enum FaultReason : byte
{
    /// <summary>A thread ended. Detail: which.</summary>
    ThreadDied = 1,

    /// <summary>A thread gave no sign of life. Detail: which.</summary>
    ThreadHung = 2,

    /// <summary>Memory was exhausted. Detail: in which thread.</summary>
    OutOfMemory = 3,

    /// <summary>The internal storage came up empty or unreadable.</summary>
    Storage = 4,

    /// <summary>Exceptions were caught where none may come. Detail: how many since the last such record, at most one a minute.</summary>
    Exceptions = 5,
}
