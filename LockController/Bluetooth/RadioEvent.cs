using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>The kinds of events from the radio's handlers.</summary>
internal enum RadioEventKind : byte
{
    Challenge,
    Write,
    Reply,
}

/// <summary>An entry of the queue between the radio's handlers and the lock's thread. It is reused.</summary>
internal sealed class RadioEvent
{
    internal RadioEventKind Kind;
    internal int Connection;
    internal long AtMs;
    internal byte[]? Piece;
    internal GattReadRequest? Read;
}
