namespace LockFirmware.VirtualBoard.Listen;

/// <summary>Where the radio of a listening lock is, and its pins.</summary>
/// <param name="Port">TCP port of 127.0.0.1, 0 for any free one.</param>
/// <param name="Adapter">The Bluetooth adapter that offers it too, for example hci0; null for none.</param>
/// <param name="Chip">The number of the chip whose lines are the pins; null for a virtual door.</param>
internal sealed record ListenRadio(int Port, string? Adapter, int? Chip);
