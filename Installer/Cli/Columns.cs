namespace LockFirmware.InstallerTool.Cli;

/// <summary>Output that a narrow terminal shows without breaking its lines.</summary>
internal static class Columns
{
    /// <summary>The width of the narrowest terminal for which lockctl writes, such as that of a phone.</summary>
    public const int Narrow = 60;

    /// <summary>Writes a text behind a head, on more than one line where it would be too long for a narrow terminal.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="head">What stands before the first line. The others are indented as far.</param>
    /// <param name="text">The text.</param>
    public static void Say(Terminal terminal, string head, string text)
    {
        foreach (string part in Wrap(text, Narrow - head.Length))
        {
            terminal.Say(head + part);
            head = new string(' ', head.Length);
        }
    }

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
