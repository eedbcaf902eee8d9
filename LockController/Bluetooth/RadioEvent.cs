namespace LockFirmware.LockController.Bluetooth;

/// <summary>The kinds of events from the radio's handlers.</summary>
internal enum RadioEventKind : byte
{
    Challenge,
    Write,
    Reply,
}

/// <summary>An event that was taken from the queue between the radio's handlers and the lock's thread. One object is reused.</summary>
internal sealed class RadioEvent
{
    internal RadioEventKind Kind;
    internal int Connection;
    internal long AtMs;

    /// <summary>The piece (byte[]) of a write; the GattReadRequest of a read.</summary>
    internal object? Content;
}
