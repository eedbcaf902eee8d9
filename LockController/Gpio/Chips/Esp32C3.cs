namespace LockFirmware.LockController.Gpio.Chips;

/// <summary>
/// The GPIOs of the ESP32-C3 as sets: bit n stands for GPIO n. Source: ESP-IDF Programming Guide for the ESP32-C3,
/// "GPIO &amp; RTC GPIO", and the chip's datasheet, "Strapping Pins".
/// </summary>
public static class Esp32C3
{
    /// <summary>The pins that the chip has: 0..21.</summary>
    public const ulong Pins = 0x3F_FFFF;

    /// <summary>Strapping pins, which the chip reads at reset to choose how to start: 2, 8, 9.</summary>
    public const ulong StrappingPins = 0x304;

    /// <summary>Flash and its supply: 11..17.</summary>
    public const ulong MemoryPins = 0x3_F800;

    /// <summary>USB: 18, 19.</summary>
    public const ulong UsbPins = 0xC_0000;

    /// <summary>UART0; a board without native USB is flashed over it: 20, 21.</summary>
    public const ulong ConsolePins = 0x30_0000;

    /// <summary>None.</summary>
    public const ulong InputOnlyPins = 0;

    /// <summary>None.</summary>
    public const ulong NoPullUpPins = 0;

    /// <summary>
    /// Pulled up inside at or after reset, before a program runs: 6 (MTCK), 9, 12..17, 19, 20, 21. A latch there could open at every start.
    /// </summary>
    public const ulong PulledUpAtResetPins = 0x3B_F240;
}
