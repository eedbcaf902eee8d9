namespace LockFirmware.InstallerTool.Cli;

/// <summary>Output that a narrow terminal shows without breaking its lines.</summary>
internal static class Columns
{
    /// <summary>The width of the narrowest terminal for which lockctl writes, such as that of a phone.</summary>
    public const int Narrow = 60;

    /// <summary>Breaks a text between words.</summary>
    /// <param name="text">The text; an empty one has no line.</param>
    /// <param name="width">The longest line. A longer word gets a line of its own.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string line = string.Empty;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = string.Empty;
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0)
            yield return line;
    }
}
