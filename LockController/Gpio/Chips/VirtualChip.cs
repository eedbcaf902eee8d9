namespace LockFirmware.LockController.Gpio.Chips;

/// <summary>The pins of the virtual board as sets: bit n stands for pin n. None has a second function.</summary>
public static class VirtualChip
{
    /// <summary>The pins that the model has: 0..48.</summary>
    public const ulong Pins = 0x1_FFFF_FFFF_FFFF;

    /// <summary>None.</summary>
    public const ulong StrappingPins = 0;

    /// <summary>None.</summary>
    public const ulong MemoryPins = 0;

    /// <summary>None.</summary>
    public const ulong UsbPins = 0;

    /// <summary>None.</summary>
    public const ulong ConsolePins = 0;

    /// <summary>None.</summary>
    public const ulong InputOnlyPins = 0;

    /// <summary>None.</summary>
    public const ulong NoPullUpPins = 0;

    /// <summary>None.</summary>
    public const ulong PulledUpAtResetPins = 0;
}
