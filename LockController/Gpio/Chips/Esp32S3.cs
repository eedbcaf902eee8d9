namespace LockFirmware.LockController.Gpio.Chips;

/// <summary>
/// The GPIOs of the ESP32-S3 as sets: bit n stands for GPIO n. Source: ESP-IDF Programming Guide for the ESP32-S3,
/// "GPIO &amp; RTC GPIO", and the chip's datasheet, "Strapping Pins".
/// </summary>
public static class Esp32S3
{
    /// <summary>The pins that the chip has: 0..21, 26..48.</summary>
    public const ulong Pins = 0x1_FFFF_FC3F_FFFF;

    /// <summary>Strapping pins, which the chip reads at reset to choose how to start: 0, 3, 45, 46.</summary>
    public const ulong StrappingPins = 0x6000_0000_0009;

    /// <summary>Flash and PSRAM, 26..32; octal memory also uses 33..37.</summary>
    public const ulong MemoryPins = 0x3F_FC00_0000;

    /// <summary>USB: 19, 20.</summary>
    public const ulong UsbPins = 0x18_0000;

    /// <summary>UART0; a board without native USB is flashed over it: 43, 44.</summary>
    public const ulong ConsolePins = 0x1800_0000_0000;

    /// <summary>None.</summary>
    public const ulong InputOnlyPins = 0;

    /// <summary>None.</summary>
    public const ulong NoPullUpPins = 0;

    /// <summary>
    /// Pulled up inside at or after reset, before a program runs: 0, 20, 26..32, 39 (MTCK), 43, 44.
    /// A latch there could open at every start.
    /// </summary>
    public const ulong PulledUpAtResetPins = 0x1881_FC10_0001;
}
