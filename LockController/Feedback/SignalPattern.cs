namespace LockFirmware.LockController.Feedback;

/// <summary>
/// How one signal looks and sounds: one character for each 100 ms. <c>r</c> red, <c>g</c> green, <c>y</c> both,
/// <c>.</c> dark; as a capital with the buzzer.
/// </summary>
public readonly struct SignalPattern
{
    /// <summary>What a character stands for, ms.</summary>
    public const int SlotMs = 100;

    internal SignalPattern(string slots, int repeats)
    {
        Slots = slots;
        Repeats = repeats;
    }

    /// <summary>Its characters.</summary>
    public string Slots { get; }

    /// <summary>How often it is played when it is started; 0 for one that lasts as long as its cause.</summary>
    public int Repeats { get; }

    /// <summary>Its length, ms, once through.</summary>
    public int PeriodMs => Slots.Length * SlotMs;

    /// <summary>The character at a time since its beginning, ms; it begins again after its end.</summary>
    public char At(long elapsedMs) => Slots[(int)(elapsedMs / SlotMs % Slots.Length)];

    /// <summary>Whether a character has the red light on.</summary>
    public static bool IsRed(char slot) => slot == 'r' || slot == 'R' || slot == 'y' || slot == 'Y';

    /// <summary>Whether a character has the green light on.</summary>
    public static bool IsGreen(char slot) => slot == 'g' || slot == 'G' || slot == 'y' || slot == 'Y';

    /// <summary>Whether a character has the buzzer on.</summary>
    public static bool IsSounding(char slot) => slot >= 'A' && slot <= 'Z';
}
