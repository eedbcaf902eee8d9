using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Globalization;
using LockFirmware.LockLink;

namespace LockFirmware.VirtualBoard.Pins;

/// <summary>The lines of a chip of this computer, over Linux's character device (libgpiod).</summary>
internal static class RealLines
{
    private const string Prefix = "gpiochip";
    private const int ChipMax = 99;

    /// <summary>The number in the name of a chip, like gpiochip0.</summary>
    /// <returns>Null if the text is no such name.</returns>
    public static int? TryRead(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= ChipMax
        && text == string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}") ? number : null;

    /// <summary>Opens a chip.</summary>
    /// <param name="chip">Its number.</param>
    /// <exception cref="LockLinkException">The lines cannot be used; the message says what to do.</exception>
    public static GpioDriver Open(int chip)
    {
        string device = string.Create(CultureInfo.InvariantCulture, $"/dev/{Prefix}{chip}");
        if (!File.Exists(device))
            throw Unusable($"This computer has no {device}. \"gpioinfo\" lists the chips and their lines.", null);
        try
        {
            return new LibGpiodDriver(chip);
        }
        catch (Exception exception) when (exception is not LockLinkException)
        {
            throw Unusable($"{device} cannot be used: {exception.Message.TrimEnd('.')}. Install libgpiod (apt install gpiod), and let this "
                + "user into the group gpio.", exception);
        }
    }

    private static LockLinkException Unusable(string words, Exception? cause) => new(LinkFault.Unreachable, words, 0, cause);
}
