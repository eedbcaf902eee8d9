namespace LockFirmware.VirtualBoard.Show;

/// <summary>Breaks text at spaces.</summary>
internal static class TextWrap
{
    /// <summary>The lines of a text, at least one. A line is longer than the width only if a single word is.</summary>
    public static List<string> Lines(string text, int width)
    {
        List<string> lines = [];
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }
        lines.Add(line);
        return lines;
    }
}
