namespace LockFirmware.LockController.Gpio.Chips;

/// <summary>
/// The GPIOs of the classic ESP32 as sets: bit n stands for GPIO n. Source: ESP-IDF Programming Guide for the ESP32,
/// "GPIO &amp; RTC GPIO", and the chip's datasheet, "Strapping Pins".
/// </summary>
public static class Esp32
{
    /// <summary>The pins that the chip has: 0..19, 21..23, 25..27, 32..39.</summary>
    public const ulong Pins = 0xFF_0EEF_FFFF;

    /// <summary>Strapping pins, which the chip reads at reset to choose how to start: 0, 2, 5, 12, 15.</summary>
    public const ulong StrappingPins = 0x9025;

    /// <summary>Flash, 6..11, and the PSRAM of modules that have one, 16 and 17.</summary>
    public const ulong MemoryPins = 0x3_0FC0;

    /// <summary>The chip has no USB.</summary>
    public const ulong UsbPins = 0;

    /// <summary>UART0; the board is flashed over it: 1, 3.</summary>
    public const ulong ConsolePins = 0xA;

    /// <summary>Inputs only: 34..39.</summary>
    public const ulong InputOnlyPins = 0xFC_0000_0000;

    /// <summary>Without a pull-up inside: 34..39.</summary>
    public const ulong NoPullUpPins = 0xFC_0000_0000;

    /// <summary>
    /// Pulled up inside at or after reset, before a program runs: 0, 1, 3, 5, 6..11, 14 (MTMS), 15.
    /// A latch there could open at every start.
    /// </summary>
    public const ulong PulledUpAtResetPins = 0xCFEB;
}
