using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>What a radio handler hands to the lock's thread.</summary>
internal enum RadioEventKind : byte
{
    Challenge,
    Write,
    Reply,
}

/// <summary>A place in the queue between the radio's handlers and the lock's thread; reused.</summary>
internal sealed class RadioEvent
{
    internal RadioEventKind Kind;
    internal int Connection;
    internal long AtMs;
    internal byte[]? Piece;
    internal GattReadRequest? Read;
}
