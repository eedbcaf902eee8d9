namespace LockFirmware.VirtualRadio;

/// <summary>Mistakes of a firmware that damage the platform's state, mostly without an error.</summary>
public enum RadioFaultKind
{
    /// <summary>A write was answered when its event was over. A mutex is never released, and the radio answers nothing more.</summary>
    MutexLeaked,

    /// <summary>A write was answered after the 2,000 ms but before the next event. It had no effect.</summary>
    LateWriteAnswer,

    /// <summary>A request was answered after the 2,000 ms and before the next event: memory of the radio is corrupt.</summary>
    StaleContext,

    /// <summary>An event handler threw: the exception is lost, and so is the answer.</summary>
    HandlerThrew,

    /// <summary>BluetoothLEServer.Instance was first read after characteristics were made. Those are never served.</summary>
    CharacteristicsForgotten,

    /// <summary>StopAdvertising was called: the radio continues with freed tables.</summary>
    TablesFreed,

    /// <summary>
    /// StartAdvertising was called while it advertised or a central was connected: the radio's host stops in an assertion.
    /// </summary>
    StartedTwice,
}

/// <summary>One mistake.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Sentence">What happened, for people.</param>
/// <param name="AtMs">When, in the radio's milliseconds.</param>
public sealed record RadioFault(RadioFaultKind Kind, string Sentence, long AtMs);
