// The chip whose pins BoardCheck.cs checks in this project: the wires of the virtual board must fit a Raspberry Pi too.
global using Chip = LockFirmware.VirtualBoard.Pins.RaspberryPiHeader;

namespace LockFirmware.VirtualBoard.Pins;

/// <summary>
/// The pins of the 40-pin header of a Raspberry Pi as sets: bit n stands for GPIO n. Source: Broadcom BCM2835 ARM Peripherals, table 6-31
/// (pulls after a reset); Raspberry Pi RP1 Peripherals, 3.1, which has the same.
/// </summary>
internal static class RaspberryPiHeader
{
    /// <summary>GPIO 0..27.</summary>
    public const ulong Pins = 0x0FFF_FFFF;

    /// <summary>None.</summary>
    public const ulong StrappingPins = 0;

    /// <summary>GPIO 0 and 1 read the memory of an extension board at the start.</summary>
    public const ulong MemoryPins = 0x3;

    /// <summary>None.</summary>
    public const ulong UsbPins = 0;

    /// <summary>GPIO 14 and 15.</summary>
    public const ulong ConsolePins = 0xC000;

    /// <summary>None.</summary>
    public const ulong InputOnlyPins = 0;

    /// <summary>None.</summary>
    public const ulong NoPullUpPins = 0;

    /// <summary>GPIO 0..8; the others are pulled down.</summary>
    public const ulong PulledUpAtResetPins = 0x1FF;
}
